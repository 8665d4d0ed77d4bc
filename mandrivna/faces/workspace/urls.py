"""The staff's screens. Each package of screens brings its own list of paths."""

from django.urls import include, path

from mandrivna.faces.workspace import drafts, others

app_name = "workspace"

urlpatterns = [
    path("", include("mandrivna.faces.workspace.home.urls")),
    path("bell/", include("mandrivna.faces.workspace.bell.urls")),
    path("help/", include("mandrivna.faces.workspace.help.urls")),
    path("keys/", include("mandrivna.faces.workspace.keys.urls")),
    path("desk/", include("mandrivna.faces.workspace.desk.urls")),
    path("readers/", include("mandrivna.faces.workspace.readers.urls")),
    path("erasures/", include("mandrivna.faces.workspace.erasures.urls")),
    path("shelves/", include("mandrivna.faces.workspace.shelves.urls")),
    path("catalogue/", include("mandrivna.faces.workspace.catalogue.urls")),
    path("intake/", include("mandrivna.faces.workspace.intake.urls")),
    path("programme/", include("mandrivna.faces.workspace.programme.urls")),
    path("enquiries/", include("mandrivna.faces.workspace.enquiries.urls")),
    path("counts/", include("mandrivna.faces.workspace.counts.urls")),
    path("replacing/", include("mandrivna.faces.workspace.replacing.urls")),
    path("reminders/", include("mandrivna.faces.workspace.reminders.urls")),
    path("withdrawals/", include("mandrivna.faces.workspace.withdrawing.urls")),
    path("holds/", include("mandrivna.faces.workspace.holds.urls")),
    path("deliveries/", include("mandrivna.faces.workspace.deliveries.urls")),
    path("licences/", include("mandrivna.faces.workspace.eloans.urls")),
    path("paper/", include("mandrivna.faces.workspace.paper.urls")),
    path("terminals/", include("mandrivna.faces.workspace.terminals.urls")),
    path("search/", include("mandrivna.faces.workspace.search.urls")),
    path("units/", include("mandrivna.faces.workspace.units.urls")),
    path("draft/", drafts.kept, name="draft"),
    path("others/", others.others, name="others"),
    path("start/", include("mandrivna.faces.workspace.start.urls")),
    path("profile/", include("mandrivna.faces.workspace.profile.urls")),
    path("policies/", include("mandrivna.faces.workspace.policies.urls")),
    path("system/", include("mandrivna.faces.workspace.system.urls")),
    path("", include("mandrivna.faces.workspace.staff.urls")),
    path("board/", include("mandrivna.faces.workspace.board.urls")),
    path("agenda/", include("mandrivna.faces.workspace.agenda.urls")),
    path("diary/", include("mandrivna.faces.workspace.diary.urls")),
    path("plans/", include("mandrivna.faces.workspace.plans.urls")),
    path("forms/", include("mandrivna.faces.workspace.forms.urls")),
    path("reports/", include("mandrivna.faces.workspace.reports.urls")),
    path("indicators/", include("mandrivna.faces.workspace.indicators.urls")),
]
