"""The catalogue holds every KPI of the design, as the design has it, and says what each of them is."""

import pytest

from reportgen.kpis import kpi_names, load_catalog
from reportgen.kpis.aggregates import AGGREGATES
from reportgen.kpis.catalog import SECTIONS, asides

# id unit good cadence, section by section
DESIGN = """
# Sales and profit
gross_sales money up weekly
revenue money up weekly
orders count up weekly
aov money up biweekly
units_per_order ratio up monthly
cogs money down monthly
gross_profit money up monthly
gross_margin rate up quarterly
net_profit money up monthly
net_margin rate up quarterly
refund_rate rate down monthly
discount_rate rate none monthly
promotion_share rate none monthly
order_processing_time hours down weekly
orders_peak count none monthly
sales_by_source money none monthly
# Customers
customers count up monthly
new_customers count up weekly
returning_customers count up monthly
purchase_frequency ratio up monthly
time_between_purchases days down quarterly
repeat_purchase_rate rate up quarterly
retention_rate rate up monthly
churn_rate rate down monthly
churn_rate_annual rate down quarterly
cac money down biweekly
marketing_share_of_cac rate none monthly
clv money up quarterly
clv_cac_ratio ratio up quarterly
marketing_originated rate up monthly
nps score up quarterly
csat score up monthly
cohort_retention rate up quarterly
# Conversion and the journey
conversion_rate rate up weekly
goal_conversion_rate rate up monthly
add_to_cart_rate rate up weekly
product_to_cart_rate rate up weekly
checkout_rate rate up weekly
cart_conversion_rate rate up biweekly
cart_abandonment_rate rate down biweekly
checkout_abandonment_rate rate down biweekly
campaign_conversion_rate rate up weekly
lead_conversion_rate rate up monthly
mqls count up monthly
sqls count up monthly
mql_to_sql_rate rate up monthly
sales_cycle days down quarterly
funnel count none monthly
revenue_per_session money up weekly
# Traffic, content and search
sessions count up weekly
users count up weekly
pageviews count up monthly
bounce_rate rate down monthly
time_on_site seconds up monthly
returning_visitor_rate rate up monthly
stickiness rate up monthly
organic_traffic count up monthly
organic_ctr rate up monthly
keyword_position score down monthly
keywords_top10 count up monthly
top_pages count none monthly
# Advertising, e-mail and social
ad_spend money none weekly
impressions count up weekly
clicks count up weekly
ctr rate up weekly
cpc money down weekly
cpa money down weekly
cost_per_lead money down monthly
revenue_per_click money up weekly
roas ratio up weekly
marketing_roi rate up monthly
marketing_cost_ratio rate none quarterly
conversions count up weekly
emails_delivered count none weekly
email_opens count up weekly
email_clicks count up weekly
open_rate rate up weekly
email_ctr rate up monthly
unsubscribe_rate rate down weekly
list_growth count up monthly
engagement_rate rate up weekly
reach count up weekly
followers count up monthly
top_posts count none weekly
# Recurring revenue and finance
mrr money up monthly
arr money up quarterly
mrr_movement money up monthly
nrr rate up quarterly
mrr_forecast money none monthly
roi rate up quarterly
cpi ratio up monthly
cost_variance money up monthly
"""
LISTED = [line.split() for line in DESIGN.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(("kpi", "unit", "good", "cadence"), LISTED)
def test_a_kpi_of_the_design_is_in_the_catalogue(kpi: str, unit: str, good: str, cadence: str) -> None:
    found = load_catalog().kpis[kpi]
    assert (found.unit, found.good, found.cadence) == (unit, good, cadence)


def test_the_catalogue_has_no_kpi_besides_those_of_the_design_and_none_twice() -> None:
    ids = [kpi for kpi, *_ in LISTED]
    assert len(ids) == len(set(ids))
    assert sorted(load_catalog().kpis) == sorted(ids)


@pytest.mark.parametrize("kpi", [kpi for kpi, *_ in LISTED])
def test_every_kpi_has_a_name_and_one_sentence(kpi: str) -> None:
    name, definition = kpi_names("en")[kpi]
    assert name
    assert definition.endswith(".")
    assert definition.count(". ") == 0


def test_names_are_told_apart() -> None:
    names = [name.casefold() for name, _ in kpi_names("en").values()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_sections_are_printed_in_one_order_and_none_is_empty() -> None:
    catalog = load_catalog()
    assert tuple(dict.fromkeys(kpi.section for kpi in catalog.kpis.values())) == SECTIONS


def test_every_shared_measure_is_used_and_knows_its_aggregate() -> None:
    catalog = load_catalog()
    used = {measure.id for kpi in catalog.kpis.values() for _, measure in catalog.dependencies(kpi)}
    other = catalog.with_custom((), conversion_base="users")
    used |= {measure.id for kpi in other.kpis.values() for _, measure in other.dependencies(kpi)}
    assert sorted(set(catalog.measures) - used) == []
    assert {measure.aggregate for measure in catalog.measures.values()} <= set(AGGREGATES)


def test_additive_kpis_are_no_ratios_and_proportions_are_rates() -> None:
    for kpi in load_catalog().kpis.values():
        assert not (kpi.additive and kpi.unit == "rate"), kpi.id
        assert not kpi.proportion or kpi.unit == "rate", kpi.id
        assert len({part.id for part in kpi.parts}) == len(kpi.parts)
        assert len(set(asides(kpi))) == len(asides(kpi)), kpi.id
