"""What a button or an action has done, said in a message that goes by itself."""

CLOSE = {"type": "ir.actions.act_window_close"}


def tell(message, kind="success", following=None):
    """:param str message: what was done
    :param str kind: ``success``, ``info`` or ``warning``; a warning stays
    :param dict following: the action that comes next; by default a dialog is closed,
        and the screen below is read again
    :return: dict, an action
    """
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {
            "type": kind,
            "message": message,
            "sticky": kind == "warning",
            "next": following or CLOSE,
        },
    }
