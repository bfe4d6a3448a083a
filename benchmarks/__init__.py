"""How the dashboards grow with the data: times as ratios within one run (`make bench`)."""
