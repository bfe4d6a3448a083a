"""What the first sheet of a workbook says of it."""

from django.utils.translation import gettext_lazy

OF_A_COUNTRY = gettext_lazy("This workbook contains what %(country)s had recorded as at %(day)s.")
OF_AN_ORGANISATION = gettext_lazy(
    "This workbook contains what had been recorded for %(organisations)s in %(country)s as at %(day)s."
)
OF_NO_COUNTRY = gettext_lazy("This workbook contains what had been recorded for %(organisations)s as at %(day)s.")
INSTRUCTIONS = (
    gettext_lazy(
        "Edit this workbook offline, save it as .xlsx, and upload it on the page from which you downloaded it."
    ),
    gettext_lazy("Before anything is saved, a page shows what would be created, changed, left unchanged and refused."),
    gettext_lazy("You can change any white cell. Grey cells are reserved: they identify the rows."),
    gettext_lazy(
        "For a new activity, fill in the next empty row; the number of the row is already in the first column."
    ),
    gettext_lazy(
        "For a new claim, funding line, link or citation, enter the number of its activity in the first column of an empty row."
    ),
    gettext_lazy(
        "Separate values in a cell with a semicolon (;), and put any name that contains a semicolon in quotation "
        "marks. Cells with a drop-down list offer the codes with their titles."
    ),
    gettext_lazy(
        "To remove a claim or a funding line, choose “yes” under “Remove”. If you delete a row, its content stays as it is on the site."
    ),
    gettext_lazy("New activities are saved as drafts, which you then submit on the site."),
    gettext_lazy(
        "Another status of a submitted activity is reported with the day under “Since” (if that is unchanged: the day that "
        "follows from its dates, or today); the current status is replaced only once the new one is verified."
    ),
    gettext_lazy(
        "Where a result is no longer so, leave its date of achievement as it is, and enter the date from which it is no longer so, and "
        "why. What happened since goes on the sheet “Progress notes”, on a new row with the number of its activity."
    ),
    gettext_lazy(
        "A field whose cell you clear is listed separately, and is cleared on the site only once you confirm "
        "this. Where a field was changed both in the workbook and on the site, you are asked which version to "
        "keep."
    ),
    gettext_lazy(
        "To add files, or to change or remove evidence, use the site. Do not enter names, addresses or case "
        "numbers of refugees or migrants in this workbook."
    ),
)
