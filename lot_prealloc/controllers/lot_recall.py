from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LotRecallController(Controller):
    """The spreadsheet of a recall (RC-2)."""

    @route(
        "/lot_prealloc/recall/<int:recall_id>/xlsx",
        type="http",
        auth="user",
        readonly=True,
    )
    def download_xlsx(self, recall_id):
        """:param int recall_id: id of a ``lot.recall`` that the user may read
        :return: the workbook
        :raise AccessError: the user may not read it
        """
        recall = request.env["lot.recall"].browse(recall_id)
        content = recall._make_xlsx()
        name = recall.name.replace("/", "-")
        return request.make_response(
            content,
            [
                ("Content-Type", XLSX),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(f"{name}.xlsx")),
            ],
        )
