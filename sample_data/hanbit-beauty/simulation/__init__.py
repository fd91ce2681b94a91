"""The invented brand: days × channels × devices go in; visits, orders, ads, mails, posts and searches come out."""
