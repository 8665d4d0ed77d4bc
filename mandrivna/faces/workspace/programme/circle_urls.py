from django.urls import path

from mandrivna.faces.workspace.programme import circle_people, circles, diaries

urlpatterns = [
    path("circles/", circles.listed, name="circles"),
    path("circles/add/", circles.add, name="circle_add"),
    path("circles/<uuid:pk>/", circles.one, name="circle"),
    path("circles/<uuid:pk>/edit/", circles.edit, name="circle_edit"),
    path("circles/<uuid:pk>/topics/", circles.topics, name="circle_topics"),
    path("circles/<uuid:pk>/people/", circle_people.people, name="circle_people"),
    path("circles/<uuid:pk>/enrol/", circle_people.enrol, name="circle_enrol"),
    path("circles/<uuid:pk>/attendance/", circle_people.attendance, name="circle_attendance"),
    path("circles/<uuid:pk>/attendance/<uuid:event>/", circle_people.mark, name="circle_mark"),
    path("circles/<uuid:pk>/diary/", diaries.diary, name="circle_diary"),
    path("diary/<uuid:pk>/strike/", diaries.strike, name="diary_strike"),
    path("lessons/<uuid:pk>/", circles.lesson, name="lesson"),
    path("members/<uuid:pk>/told/", circle_people.member_told, name="member_told"),
    path("members/<uuid:pk>/leave/", circle_people.member_leave, name="member_leave"),
    path("members/<uuid:pk>/certify/", circle_people.member_certify, name="member_certify"),
    path("certificates/<uuid:pk>/", circle_people.certificate_paper, name="certificate_paper"),
    path("certificates/<uuid:pk>/void/", circle_people.certificate_void, name="certificate_void"),
    path("courses/add/", circles.course_add, name="course_add"),
    path("courses/<uuid:pk>/", circles.course, name="course"),
    path("courses/<uuid:pk>/edit/", circles.course_edit, name="course_edit"),
]
