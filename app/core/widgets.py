"""WTForms fields as KRDS parts: class, size, and the ties between control, hint and error."""

from collections.abc import Callable, Iterator
from typing import Any

from flask_babel import gettext
from markupsafe import Markup, escape
from wtforms import Field
from wtforms.fields import (
    BooleanField,
    FileField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)

from app.core.fields import WonField


def hint_id(field: Field) -> str:
    return f"{field.id}-hint"


def error_id(field: Field) -> str:
    return f"{field.id}-error"


def ties(field: Field, hint: str | None = None) -> dict[str, Any]:
    """Return the attributes that tie a control to its hint and its error."""
    described = [hint_id(field)] if hint or field.description else []
    if field.errors:
        described.append(error_id(field))
    attributes: dict[str, Any] = {}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def control(field: Field, hint: str | None = None, **attributes: Any) -> Markup:
    """Return the control of a field as its KRDS part, without label, hint and error."""
    render = next((draw for kinds, draw in CONTROLS if isinstance(field, kinds)), _text)
    return render(field, ties(field, hint) | attributes)


def first_control_id(field: Field) -> str:
    """Return where a link of the error summary leads: the control, or the first of a group."""
    return f"{field.id}-0" if is_group(field) else field.id


def first_message(field: Field) -> str:
    """Return the first error of a field, also of one inside a list of forms."""
    return next(_messages(field.errors), "")


def _messages(errors: Any) -> Iterator[str]:
    if isinstance(errors, dict):
        errors = errors.values()
    for error in errors:
        if isinstance(error, (list, tuple, dict)):
            yield from _messages(error)
        else:
            yield str(error)


def is_group(field: Field) -> bool:
    """Say whether a field is several controls, so that its title is a legend."""
    return isinstance(field, RadioField) or _is_checks(field)


def _is_checks(field: Field) -> bool:
    return isinstance(field, SelectMultipleField) and field.option_widget.input_type == "checkbox"


def _text(field: Field, attributes: dict[str, Any]) -> Markup:
    return field(**{"class_": "krds-input"} | attributes)


def _won(field: Field, attributes: dict[str, Any]) -> Markup:
    return field(**{"class_": "krds-input number", "inputmode": "text", "autocomplete": "off"} | attributes)


def _area(field: Field, attributes: dict[str, Any]) -> Markup:
    """A text area with its counter, if the field has a Length validator."""
    limit = next((v.max for v in field.validators if getattr(v, "max", -1) > 0), None)
    defaults: dict[str, Any] = {"class_": "krds-input", "rows": 6}
    if limit is None:
        return field(**defaults | attributes)
    count_id = f"{field.id}-count"
    defaults["data-count"] = count_id
    return Markup(
        '<div class="textarea-wrap">{}<p class="textarea-count"><span class="count-now" id="{}">{}</span>'
        '<span class="count-total">/{}</span> <span>{}</span></p></div>'
    ).format(field(**defaults | attributes), count_id, len(field.data or ""), f"{limit:,}", gettext("characters"))


def _select(field: Field, attributes: dict[str, Any]) -> Markup:
    return field(**{"class_": "krds-form-select completed"} | attributes)


def _file(field: Field, attributes: dict[str, Any]) -> Markup:
    return field(**{"class_": "file-input"} | attributes)


def _check(field: Field, attributes: dict[str, Any]) -> Markup:
    return Markup('<div class="krds-form-check large">{}<label for="{}">{}</label></div>').format(
        field(**attributes), field.id, field.label.text
    )


def _options(field: Field, attributes: dict[str, Any]) -> Markup:
    """Radios or check boxes in a column; chips in a row where the field's macro asks for them."""
    chips = attributes.pop("chips", False)
    attributes.pop("aria-describedby", None)  # the fieldset carries it
    attributes.pop("aria-invalid", None)
    draw = _chip if chips else _option
    area = "krds-check-area scale" if chips else "krds-check-area column"
    return Markup('<div class="{}">{}</div>').format(
        area, Markup("").join(draw(option, dict(attributes)) for option in field)
    )


def _option(option: Field, attributes: dict[str, Any]) -> Markup:
    return Markup('<div class="krds-form-check large">{}<label for="{}">{}</label></div>').format(
        option(**attributes), option.id, escape(option.label.text)
    )


def _chip(option: Field, attributes: dict[str, Any]) -> Markup:
    attributes["class_"] = "radio"
    return Markup(
        '<div class="krds-form-chip">{}<label class="krds-form-chip-outline" for="{}">{}</label></div>'
    ).format(option(**attributes), option.id, escape(option.label.text))


Draw = Callable[[Field, dict[str, Any]], Markup]
CONTROLS: tuple[tuple[tuple[type[Field], ...], Draw], ...] = (
    ((WonField,), _won),
    ((TextAreaField,), _area),
    ((RadioField,), _options),
    ((SelectMultipleField,), lambda field, a: (_options if _is_checks(field) else _select)(field, a)),
    ((SelectField,), _select),
    ((BooleanField,), _check),
    ((FileField, MultipleFileField), _file),
)
