"""The invented shop: days × channels × devices go in, visits, orders, ads and bookings come out."""
