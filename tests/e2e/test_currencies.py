"""The Admin says what a currency is worth, by hand and with a file of the European Central Bank."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.journeys import expect_loaded

REFERENCE_RATES = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<Cube><Cube time='2020-01-02'><Cube currency='DKK' rate='7.50'/><Cube currency='NOK' rate='9.00'/></Cube></Cube>
</gesmes:Envelope>
"""


def test_a_rate_is_entered_and_a_file_of_the_central_bank_is_taken_in(enter: Callable[..., Page]):
    page = enter("admin@fjord", to="/admin/currencies")
    expect_loaded(page)
    form = page.get_by_role("form", name="Enter a rate")
    form.get_by_label("Currency").select_option("DKK")
    form.get_by_label("One unit in NOK").fill("about 2")
    form.get_by_role("button", name="Save rate").click()
    expect(form.get_by_text("Write a rate with digits and at most eight decimals")).to_be_visible()
    form.get_by_label("One unit in NOK").fill("1,56")
    form.get_by_role("button", name="Save rate").click()
    krone = page.get_by_role("list", name="Currencies").get_by_role("listitem", name="DKK", exact=True)
    expect(krone).to_contain_text("1 DKK = 1.56 NOK")

    bank = page.get_by_role("region", name="Rates of the European Central Bank")
    file = {"name": "eurofxref-daily.xml", "mimeType": "text/xml", "buffer": REFERENCE_RATES}
    bank.get_by_label("Choose a file").set_input_files(file)
    expect(bank).to_contain_text("2 rates were taken.")
    expect(bank).to_contain_text("The file has no rate of GBP.")
    expect(krone).to_contain_text("1 DKK = 1.56 NOK")  # An older one of the file does not count today.
    krone.get_by_role("button", name="Rates", exact=True).click()
    rates = page.get_by_role("list", name="Rates of DKK").get_by_role("listitem")
    expect(rates).to_have_count(2)
    expect(rates.last).to_contain_text("1 DKK = 1.20 NOK")  # 9.00 of a euro's kroner by 7.50 of its other kroner
    expect(rates.last).to_contain_text("European Central Bank")
    krone.get_by_role("button", name="Stop using").click()
    expect(krone).to_contain_text("Not for new leads")
