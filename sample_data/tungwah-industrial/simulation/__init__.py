"""The invented company: workdays go in; visits, leads, orders, contracts, answers and projects come out."""
