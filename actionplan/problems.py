def problem_response(exc, context):
    return None
