from django.urls import path

from themes import views

urlpatterns = [
    path("plan/recommendations/", views.recommendations, name="recommendations"),
    path("plan/recommendations/<str:slug>/", views.recommendation, name="recommendation"),
]
