"""Form fields for what people type here: won, and wall-clock time in Gwangju."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from wtforms import Field
from wtforms.widgets import TextInput

from app.core.clock import SEOUL
from app.core.languages import chosen, sentence_of
from app.core.money import WORDS, UnreadableAmount, parse_won


class WonField(Field):
    """An amount of won, typed as people do ("3억 5,000만 원"); data is an int. What was typed stays."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else WORDS[chosen()](self.data)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = None
        if not valuelist or not str(valuelist[0]).strip():
            return
        try:
            self.data = parse_won(str(valuelist[0]))
        except UnreadableAmount as unreadable:
            raise ValueError(sentence_of(unreadable)) from unreadable


class SeoulDateTimeField(Field):
    """A wall-clock time in Gwangju from <input type=datetime-local>; data is an aware UTC instant."""

    widget = TextInput(input_type="datetime-local")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data.astimezone(SEOUL):%Y-%m-%dT%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = None
        if not valuelist or not str(valuelist[0]).strip():
            return
        try:
            local = dt.datetime.fromisoformat(str(valuelist[0]))
        except ValueError as unreadable:
            raise ValueError(gettext("Enter a date and a time, such as 2026-11-25 18:00.")) from unreadable
        self.data = local.replace(tzinfo=SEOUL).astimezone(dt.UTC)


class NumbersField(Field):
    """Numbers as people type them: "1, 2 7". Data is a list of ints."""

    widget = TextInput()

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ", ".join(map(str, self.data or []))

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = []
        for word in str(valuelist[0] if valuelist else "").replace(",", " ").split():
            if not (word.isascii() and word.isdigit() and len(word) < 7):
                raise ValueError(gettext("Cannot read “%(word)s”: enter numbers with commas between them.", word=word))
            self.data.append(int(word))
