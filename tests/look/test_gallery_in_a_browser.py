"""Every part in every state passes the checks that every page must pass."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser_support import axe, check_everything, forced_colours, screenshot, tab_walk

pytestmark = pytest.mark.browser
PAGES = (
    "/gallery",
    "/gallery/pictures",
    "/gallery/form",
    "/gallery/ballot?option=a",
    "/gallery/done",
    "/gallery/job",
    "/no-such-page",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_part_passes_axe_the_tab_walk_reflow_and_forced_colours(page: Page, address: str):
    page.goto(address)
    screenshot(page, address.strip("/").split("?")[0].replace("/", "-"))
    check_everything(page)


@pytest.mark.parametrize("address", ["/en/gallery", "/en/gallery/pictures"])
def test_the_english_pages_pass_too(phone: Page, address: str):
    phone.goto(address)
    screenshot(phone, address.strip("/").replace("/", "-"))
    check_everything(phone)


def test_a_form_with_errors_says_them_on_top_and_under_each_field(page: Page):
    page.goto("/gallery/form")
    page.locator("#amount").fill("1O0")
    page.locator("main button.primary").click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(page.locator("#amount")).to_have_value("1O0")
    screenshot(page, "gallery-form-errors")
    axe(page)
    for link in summary.locator("a").all():
        target = page.locator(link.get_attribute("href") or "")
        expect(target).to_have_count(1)
    described = page.locator("#amount").get_attribute("aria-describedby") or ""
    assert described.split() == ["amount-hint", "amount-error"]
    tab_walk(page)


def test_a_pressed_button_says_that_its_answer_is_on_the_way_until_the_page_is_shown_again(phone: Page):
    phone.goto("/gallery/form")
    phone.evaluate("addEventListener('submit', (event) => event.preventDefault())")  # the answer does not come
    button = phone.locator("main button.primary")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    screenshot(phone, "gallery-form-pressed")
    axe(phone)
    phone.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    expect(button).not_to_have_attribute("aria-busy", "true")


def test_the_form_works_without_script(without_javascript: Page):
    page = without_javascript
    page.goto("/gallery/form")
    expect(page.locator(".needs-script").first).not_to_be_visible() if page.locator(".needs-script").count() else None
    page.locator("main button.primary").click()
    expect(page.locator("#error-summary")).to_be_visible()


def test_the_phone_menu_opens_without_script(without_javascript: Page):
    page = without_javascript
    page.goto("/gallery")
    expect(page.locator(".phone-menu ul")).not_to_be_visible()
    page.locator(".phone-menu summary").click()
    expect(page.locator(".phone-menu ul")).to_be_visible()


def test_the_meter_counts_and_refuses_one_too_many(phone: Page):
    phone.goto("/gallery/ballot")
    text = phone.locator("[data-meter-text]")
    for place in "abc":
        phone.locator(f"label[for=option-{place}]").click()
    expect(text).to_contain_text("3")
    phone.locator("label[for=option-d]").click()
    expect(phone.locator("#option-d")).not_to_be_checked()
    expect(phone.locator("[data-meter-live]")).to_have_text(text.inner_text())


def test_the_counter_counts_as_python_does(phone: Page):
    phone.goto("/gallery/form")
    phone.locator("#text").fill("가나다🙂")
    expect(phone.locator("#text-count")).to_have_text(str(len("가나다🙂")))


def test_checked_boxes_and_chips_look_checked_in_forced_colours(phone: Page):
    phone.goto("/gallery/form")
    phone.locator("label[for=score-3]").click()
    phone.locator("label[for=kind-0]").click()
    phone.locator("label[for=agreed]").click()
    forced_colours(phone)


def test_leaving_with_unsent_words_asks_first(phone: Page):
    phone.goto("/gallery/form")
    asked = []
    phone.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    phone.locator("#title").fill("반쯤 쓴 제목")
    phone.goto("/gallery")
    assert asked == ["beforeunload"]


def test_a_job_tells_how_far_it_is_and_then_asks_no_more(phone: Page):
    asked = []
    phone.on("request", lambda request: asked.append(request.url) if "/gallery/job" in request.url else None)
    phone.goto("/gallery/job?step=1")
    expect(phone.locator("#job-progress .success")).to_be_visible(timeout=15_000)
    assert len(asked) == 3
    phone.wait_for_timeout(2500)
    assert len(asked) == 3
    axe(phone)


def test_a_job_page_loads_itself_anew_without_script(without_javascript: Page):
    without_javascript.goto("/gallery/job?step=2")
    assert without_javascript.locator("meta[http-equiv=refresh]").count() == 1
    without_javascript.goto("/gallery/job?step=3")
    assert without_javascript.locator("meta[http-equiv=refresh]").count() == 0


def test_what_is_printed_has_no_chrome(desktop: Page):
    desktop.goto("/gallery")
    desktop.emulate_media(media="print")
    screenshot(desktop, "gallery-print")
    for part in (".header-actions", ".krds-breadcrumb-wrap", ".actions", ".krds-pagination"):
        expect(desktop.locator(part).first).not_to_be_visible()
    expect(desktop.locator("h1")).to_be_visible()


def test_a_picture_keeps_its_patterns_in_forced_colours(desktop: Page):
    desktop.emulate_media(forced_colors="active")
    desktop.goto("/gallery/pictures")
    screenshot(desktop, "gallery-pictures-forced")
    assert desktop.locator(".bar").first.evaluate("el => getComputedStyle(el).forcedColorAdjust") == "none"
