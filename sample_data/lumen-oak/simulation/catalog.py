"""The assortment: prices and costs in cents, and how they change with time."""

from __future__ import annotations

from datetime import date

from simulation import story
from simulation.model import Product

CATEGORIES = ("Lighting", "Furniture", "Textiles", "Tableware", "Decor", "Storage")

_COST_SHARE = {  # of the list price
    "Lighting": 0.462, "Furniture": 0.580, "Textiles": 0.476,
    "Tableware": 0.500, "Decor": 0.440, "Storage": 0.530,
}  # fmt: skip

_ROWS = (  # sku, name, category, price in dollars, popularity
    ("LT-101", "Arc floor lamp", "Lighting", 149, 6),
    ("LT-102", "Dome pendant", "Lighting", 98, 9),
    ("LT-103", "Oak table lamp", "Lighting", 72, 13),
    ("LT-104", "Clip reading light", "Lighting", 34, 12),
    ("LT-105", "Linen drum shade", "Lighting", 42, 10),
    ("LT-106", "Globe wall sconce", "Lighting", 64, 9),
    ("LT-107", "LED bulb set of 4", "Lighting", 22, 17),
    ("LT-108", "Paper lantern", "Lighting", 38, 10),
    ("LT-109", "Brass desk lamp", "Lighting", 86, 8),
    ("FN-201", "Oak side table", "Furniture", 129, 6),
    ("FN-202", "Ash bookcase", "Furniture", 249, 2),
    ("FN-203", "Walnut stool", "Furniture", 89, 7),
    ("FN-204", "Entry bench", "Furniture", 189, 2.5),
    ("FN-205", "Folding desk", "Furniture", 219, 2),
    ("FN-206", "Nesting tables", "Furniture", 169, 3.5),
    ("FN-207", "Plant stand", "Furniture", 58, 6),
    ("TX-301", "Wool throw", "Textiles", 79, 7),
    ("TX-302", "Linen cushion cover", "Textiles", 29, 17),
    ("TX-303", "Cotton duvet set", "Textiles", 118, 4),
    ("TX-304", "Flatweave rug 5x8", "Textiles", 159, 2.5),
    ("TX-305", "Waffle towels, pair", "Textiles", 36, 10),
    ("TX-306", "Linen curtains, pair", "Textiles", 92, 4),
    ("TX-307", "Quilted bedspread", "Textiles", 128, 3),
    ("TW-401", "Stoneware plates, set of 4", "Tableware", 48, 9),
    ("TW-402", "Oak serving board", "Tableware", 39, 9),
    ("TW-403", "Water carafe", "Tableware", 32, 7),
    ("TW-404", "Espresso cups, pair", "Tableware", 24, 11),
    ("TW-405", "Linen napkins, set of 4", "Tableware", 28, 10),
    ("TW-406", "Cutlery, 16 pieces", "Tableware", 84, 4),
    ("TW-407", "Salad bowl", "Tableware", 44, 6),
    ("DC-501", "Beeswax candle", "Decor", 18, 16),
    ("DC-502", "Ceramic vase", "Decor", 46, 9),
    ("DC-503", "Round mirror", "Decor", 96, 3.5),
    ("DC-504", "Botanical print", "Decor", 35, 8),
    ("DC-505", "Bookends", "Decor", 42, 5),
    ("DC-506", "Wall clock", "Decor", 58, 4.5),
    ("DC-507", "Dried flower bunch", "Decor", 26, 9),
    ("ST-601", "Willow basket", "Storage", 38, 6),
    ("ST-602", "Canvas bins, set of 3", "Storage", 42, 5),
    ("ST-603", "Wall hooks", "Storage", 24, 6),
    ("ST-604", "Jar set of 6", "Storage", 36, 5),
    ("ST-605", "Shoe rack", "Storage", 78, 2.5),
    ("ST-606", "Drawer organizer", "Storage", 22, 6),
)

PRODUCTS = tuple(
    Product(sku, name, category, price * 100, round(price * 100 * _COST_SHARE[category]), float(weight))
    for sku, name, category, price, weight in _ROWS
)
BY_SKU = {product.sku: product for product in PRODUCTS}

_PRICE_LISTS = ((date(2025, 2, 1), 1.030), (date(2026, 2, 1), 1.062))  # from a day on, against October 2024
_COST_LISTS = ((date(2025, 4, 1), 1.035), (date(2026, 1, 1), 1.062))

_SEASON = {  # how often a category is chosen, January to December
    "Lighting": (1.06, 1.03, 0.98, 0.95, 0.92, 0.90, 0.91, 0.96, 1.04, 1.04, 1.04, 1.02),
    "Furniture": (1.02, 1.02, 1.08, 1.10, 1.08, 1.03, 1.00, 1.03, 1.02, 1.02, 0.80, 0.66),
    "Textiles": (1.10, 1.04, 0.94, 0.90, 0.90, 0.92, 0.94, 0.98, 1.04, 1.06, 1.10, 1.12),
    "Tableware": (0.88, 0.90, 0.94, 1.00, 1.06, 1.08, 1.06, 0.98, 0.95, 0.97, 1.22, 1.28),
    "Decor": (0.88, 0.98, 1.00, 1.02, 1.02, 0.98, 0.96, 0.95, 0.98, 1.02, 1.30, 1.48),
    "Storage": (1.48, 1.20, 1.08, 1.00, 0.96, 0.96, 0.98, 1.16, 1.08, 0.96, 0.76, 0.66),
}
_TASTE = {  # what a channel's visitors lean to
    "Email": {"Lighting": 1.18, "Furniture": 1.10},
    "Paid search": {"Lighting": 1.22, "Decor": 0.85},
    "Paid social": {"Decor": 1.40, "Furniture": 0.78, "Textiles": 1.10},
    "Affiliates": {"Furniture": 1.15},
}


def price_on(product: Product, day: date) -> int:
    """Price in cents, in steps of 50 cents."""
    factor = max((f for since, f in _PRICE_LISTS if since <= day), default=1.0)
    if product.category == "Lighting" and day >= story.PRICE_CHANGE:
        factor *= 1 + story.PRICE_RISE
    return int(product.price * factor / 50 + 0.5) * 50


def cost_on(product: Product, day: date) -> int:
    """Look up the unit cost in cents."""
    factor = max((f for since, f in _COST_LISTS if since <= day), default=1.0)
    return int(product.cost * factor + 0.5)


def appeal(day: date, channel: str) -> tuple[float, ...]:
    """How likely each product is to be chosen on a day by a channel's buyers, in the order of PRODUCTS."""
    taste = _TASTE.get(channel, {})
    weights = []
    for product in PRODUCTS:
        weight = product.weight * _SEASON[product.category][day.month - 1] * taste.get(product.category, 1.0)
        if product.sku in story.OUT_OF_STOCK and day >= story.STOCK_OUT:
            weight = 0.0
        elif product.category == "Furniture" and day >= story.STOCK_OUT:
            weight *= story.SUBSTITUTION
        if product.category == "Lighting" and day >= story.PRICE_CHANGE:
            weight *= story.PRICE_RESPONSE
        weights.append(weight)
    return tuple(weights)
