# A quantity in several states counts as the first of these (AB-12).
QUANTITY_STATES = (
    "available",
    "allocated",
    "returned",
    "shipped",
    "consumed",
    "scrapped",
)
STORED_FIELDS = {
    "lifecycle_state": "varchar",
    "returned_quantity": "numeric",
    "production_id": "int4",
    "production_date": "timestamp",
    "further_states": "varchar",
}
# Lots whose state is filled in one statement, when the addon is installed.
FILL_STEP = 20_000
