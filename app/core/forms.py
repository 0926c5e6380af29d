"""What every form has: its values without the token, and a refused rule put on the field it names."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.form import _Auto

from app.core import stash
from app.core.errors import RuleError
from app.core.languages import sentence_of


class Form(FlaskForm):
    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: "Form", formdata: Any) -> Any:
            """Take what was sent; on a page that is only shown, what was typed before the session ran out."""
            sent = super().wrap_formdata(form, formdata)
            if sent is None and formdata is _Auto:
                return stash.typed_for(set(form._fields))
            return sent

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the service's parameters."""
        return {name: value for name, value in self.data.items() if name not in ("csrf_token", "submit")}

    def refuse(self, error: RuleError) -> None:
        """Put what a rule said on its field, or above the form when it names none."""
        sentence = sentence_of(error)
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(sentence)
        else:
            field.errors = [*field.errors, sentence]
