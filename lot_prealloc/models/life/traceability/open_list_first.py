def _open_list_first(action):
    """State, location, order and delivery of each number are seen at once (AB-18).

    :param dict action: the native one, which opens cards, grouped by location
    :return: the action
    """
    action["views"] = sorted(action["views"], key=lambda view: view[1] != "list")
    action["context"].pop("search_default_group_by_location", None)
    return action
