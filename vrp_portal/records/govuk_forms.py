"""Every form of the portal in GOV.UK markup, whoever wrote the form.

Django's form renderer chooses the class of bound fields, and a bound field builds the attributes
of its widget: that is the one place that knows both the widget and whether it has an error. Forms
of django-allauth and django-filter pass through it too, so no form needs a base class for its look.

The markup itself is in ``templates/django/forms/``. Widgets of the Django admin keep their own look.
"""

from typing import Any

from django.forms import BoundField, widgets
from django.forms.renderers import TemplatesSetting

CHECKBOXES = "govuk-checkboxes__input"
RADIOS = "govuk-radios__input"

# The first row that a widget is an instance of decides, so subclasses come before their parents.
COMPONENTS: tuple[tuple[type[widgets.Widget], str], ...] = (
    (widgets.CheckboxInput, CHECKBOXES),
    (widgets.CheckboxSelectMultiple, CHECKBOXES),
    (widgets.RadioSelect, RADIOS),
    (widgets.FileInput, "govuk-file-upload"),
    (widgets.PasswordInput, "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (widgets.Textarea, "govuk-textarea"),
    (widgets.Select, "govuk-select"),
    (widgets.SelectDateWidget, "govuk-select"),
    (widgets.MultiWidget, "govuk-input"),
    (widgets.Input, "govuk-input"),
)


def component_of(widget: widgets.Widget) -> str:
    """The GOV.UK classes of a widget; empty for hidden widgets and for the admin's own."""
    if widget.is_hidden or type(widget).__module__.startswith("django.contrib.admin"):
        return ""
    return next((name for kind, name in COMPONENTS if isinstance(widget, kind)), "")


class GovukBoundField(BoundField):
    """A field on a page: what Django knows about it, and what GOV.UK Frontend needs besides."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: widgets.Widget | None = None
    ) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        component = component_of(widget)
        if not component:
            return attrs
        classes = [component, widget.attrs.get("class"), attrs.get("class")]
        if component in (CHECKBOXES, RADIOS):
            # The group is what is wrong, and the fieldset says so; a single option is never invalid.
            attrs.pop("aria-invalid", None)
        elif self.errors:
            classes.append(f"{component.split()[0]}--error")
        # A placeholder goes when somebody types, and with it what it explained: hints stay.
        attrs["placeholder"] = False
        attrs["class"] = " ".join(name for name in classes if name)
        return attrs

    @property
    def is_checkbox(self) -> bool:
        """Whether this is one box to tick, with its label after it."""
        return isinstance(self.field.widget, widgets.CheckboxInput)

    @property
    def is_password(self) -> bool:
        """Whether this is a password, which gets a button to show what was typed."""
        return isinstance(self.field.widget, widgets.PasswordInput)

    @property
    def is_optional(self) -> bool:
        """Whether the label says '(optional)': a lone box to tick is understood without it.

        A field that its form asks for in some cases says so by `is_needed`.
        """
        needed = self.field.required or getattr(self.field, "is_needed", False)
        return not needed and not self.is_checkbox

    @property
    def error_target(self) -> str:
        """The id that a link in the error summary jumps to: the control, or the first of a group."""
        return self.id_for_label or f"{self.auto_id}_0"


class FormRenderer(TemplatesSetting):
    """Renders forms from ``templates/django/forms/`` with GOV.UK bound fields."""

    bound_field_class = GovukBoundField
