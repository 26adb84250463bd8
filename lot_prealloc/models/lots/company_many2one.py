from odoo import fields


class CompanyMany2one(fields.Many2one):
    """A document of one company on a record that companies share.

    Odoo shows the name of a many2one to whoever may read the record. Here users get it
    who work in the document's company; for others the field is empty.

    :param str company_of: name of the field whose company counts, where it is not the
        document itself
    """

    company_of = None

    def convert_to_record(self, value, record):
        document = super().convert_to_record(value, record)
        if not document or record.env.su:
            return document
        # sudo: only its company is asked for
        owner = record.sudo()[self.company_of] if self.company_of else document.sudo()
        is_own = not owner.company_id or owner.company_id in record.env.companies
        return document if is_own else document.browse()

    def convert_to_record_multi(self, values, records):
        documents = super().convert_to_record_multi(values, records)
        if not documents or records.env.su:
            return documents
        return documents.browse().union(*map(self.convert_to_record, values, records))
