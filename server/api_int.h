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

api_fn api_health, api_metrics, api_schema, api_machine, api_openapi, api_validate, api_lessons,
    api_lesson;
api_fn api_exercises, api_exercise, api_exercise_check;
api_fn api_rooms_get, api_rooms_post, api_trace, api_no_upgrade;

/* api_machine.c: what GET /api/v1/machine answers. NULL: no memory. */
struct buf *machine_json(void);
/* The body as an object whose members are among `names` ("a b c"); freed by the caller. NULL:
 * answered. */
cJSON *body_object(struct req *r, const char *names);

struct room_plan;
/* api_now.c: answer with the room made of the plan. */
void rooms_created(struct api *a, struct req *r, const struct room_plan *plan);
/* No problem in it? Answers and returns false when there is one. */
bool scenario_ok(struct api *a, struct req *r, const char *text);
/* api_lessons.c: a room of a lesson, by id or as a scenario, or of the guided scenario. */
void lesson_room(struct api *a, struct req *r, const cJSON *args, struct room_plan *plan);

#endif
