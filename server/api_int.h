/* api_int.h - between the route table (api.c) and what is answered at once (api_now.c).
 *
 * Shape     an api_fn answers the request before it returns. `id` is the part of the path at {},
 *           `rest` what * stood for.
 */
#ifndef SERVER_API_INT_H
#define SERVER_API_INT_H

#include "api.h"
#include "job.h"

typedef void api_fn(struct api *a, struct req *r, const char *id, const char *rest);

api_fn api_health, api_metrics, api_schema, api_openapi, api_validate, api_lessons, api_lesson;
api_fn api_rooms_get, api_rooms_post, api_trace, api_no_upgrade;

/* The body as an object whose members are among `names` ("a b c"); freed by the caller. NULL:
 * answered. */
cJSON *body_object(struct req *r, const char *names);

#endif
