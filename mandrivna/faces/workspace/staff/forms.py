"""Forms of signing in, joining and managing staff: they parse, the verbs decide."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Staff, Unit
from mandrivna.core.models.staff import INVITATION_DAYS
from mandrivna.core.roles import codes_by_role, may_hand_out, role_labels
from mandrivna.core.rules import STAFF_EDIT
from mandrivna.faces.workspace.operate import UnitChoice


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("Ім’я для входу або пошта")
        login.widget.attrs = {"autocomplete": "username webauthn", "autocapitalize": "none", "spellcheck": "false"}
        password.label = _("Пароль")
        password.help_text = ""
        password.widget.attrs.pop("placeholder", None)


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Електронна пошта")
        self.fields["email"].widget.attrs = {"autocomplete": "email", "type": "email"}


class AddKeyForm(webauthn_forms.AddWebAuthnForm):
    """A key that signs in without a password is the best we have, so it is what one gets unless one says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Назва ключа")
        passwordless = self.fields["passwordless"]
        passwordless.initial = True
        passwordless.label = _("Входити цим ключем без пароля")
        passwordless.help_text = ""


class StaffFilter(forms.Form):
    unit = UnitChoice(label=_("Підрозділ"), queryset=Unit.objects.none(), required=False, empty_label=_("усі"))
    role = forms.ChoiceField(label=_("Роль"), required=False)
    left = forms.BooleanField(label=_("І ті, хто вже не працює"), required=False, widget=forms.CheckboxInput(attrs={"value": "1"}))

    def __init__(self, units: Any, roles: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["role"].choices = [("", _("усі")), *roles.items()]


class RoleForm(forms.Form):
    """Only units where the actor may manage staff, only roles the actor could hold; the verb checks both again."""

    unit = UnitChoice(
        label=_("Підрозділ"),
        queryset=Unit.objects.none(),
        empty_label=_("оберіть підрозділ"),
        help_text=_("Роль діє тут і в усьому, що підпорядковане."),
    )
    role = forms.ChoiceField(label=_("Роль"))

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = request.actor
        self.fields["unit"].queryset = Unit.objects.visible_to(actor, STAFF_EDIT).open().order_by("path")
        table, paths = codes_by_role(), actor.paths(STAFF_EDIT)
        self.fields["role"].choices = [
            ("", _("оберіть роль")),
            *(
                (code, label)
                for code, label in role_labels().items()
                if any(may_hand_out(actor, path, code, table) for path in paths)
            ),
        ]


class InviteForm(RoleForm):
    name = forms.CharField(label=_("Ім’я та прізвище"), max_length=150)
    email = forms.EmailField(label=_("Електронна пошта"), required=False, help_text=_("Потрібна, щоб відновлювати пароль."))
    days = forms.IntegerField(label=_("Скільки днів діє запрошення"), min_value=1, max_value=30, initial=INVITATION_DAYS)

    field_order = ("name", "email", "unit", "role", "days")


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Причина"), max_length=500)


class RightForm(ReasonForm):
    """Turning a right on or off means something only from what stands: it is carried along and compared."""

    holders = forms.CharField(label=_("Хто має це право"), required=False, widget=forms.HiddenInput)


class JoinForm(forms.Form):
    username = forms.CharField(
        label=_("Ім’я для входу"),
        max_length=60,
        help_text=_("Малі латинські літери, цифри, крапка, дефіс або підкреслення."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Пароль"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Щонайменше 12 знаків. Кілька випадкових слів кращі за одне складне."),
    )
    again = forms.CharField(
        label=_("Пароль ще раз"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, name: str, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = Staff(name=name, email=email)

    def clean_username(self) -> str:
        username = self.cleaned_data["username"].strip().lower()
        Staff._meta.get_field("username").run_validators(username)
        return username

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", _("Паролі не збігаються."))
        if password:
            self.person.username = data.get("username", "")
            try:
                password_validation.validate_password(password, self.person)
            except ValidationError as error:
                self.add_error("password", error)
        return data
