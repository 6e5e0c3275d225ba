#define _GNU_SOURCE 1
#include "serve.h"

#include "api.h"
#include "front.h"
#include "lessons.h"
#include "log.h"
#include "options.h"
#include "rooms.h"
#include "store.h"
#include "traces.h"
#include "ws.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <limits.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

struct server {
    struct options options;
    struct statics *statics;
    struct traces *traces;
    struct lessons *lessons;
    struct store *store;
    struct rooms *rooms;
    struct api api;
    struct http *http;
    struct ws *ws;
    struct front *front;
};

/* The built page: as given, beside the program, installed, or in the source tree. */
static bool find_page(const char *given, char *out, size_t size)
{
    static const char *const places[] = {"web", "../share/mmscope/web", "../web/dist"};
    char exe[PATH_MAX];

    if (*given) {
        snprintf(out, size, "%s", given);
        return access(out, R_OK) == 0;
    }
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n <= 0)
        return false;
    exe[n] = 0;
    char *end = strrchr(exe, '/');
    if (!end)
        return false;
    end[1] = 0;
    for (unsigned i = 0; i < 3; i++) {
        int len = snprintf(out, size, "%s%s/index.html", exe, places[i]);
        if (len > 0 && (size_t)len < size && access(out, R_OK) == 0) {
            *strrchr(out, '/') = 0;
            return true;
        }
    }
    return false;
}

static void on_http(void *context, int fd, const struct sockaddr *peer, socklen_t len)
{
    http_adopt(((struct server *)context)->http, fd, peer, len);
}

static void on_ws(void *context, int fd)
{
    ws_adopt(((struct server *)context)->ws, fd);
}

static void on_tick(void *context)
{
    http_sweep(((struct server *)context)->http);
}

static void serve_log_level(const struct options *o)
{
    static const char *const words[] = {"error", "warn", "info", "debug"};

    for (unsigned i = 0; i < 4; i++)
        if (!strcmp(o->log, words[i]))
            log_level_set((enum log_level)i);
}

/* The room that an installation begins with. */
static void serve_first_room(struct server *s)
{
    struct room_plan plan = {.id = guided_id,
                             .title = guided_title,
                             .lesson = guided_id,
                             .scenario = guided_text(),
                             .at_start = true,
                             .kept = true};
    struct room_made made;
    const char *why = "";
    uint64_t limit;

    if (rooms_make(s->rooms, &plan, &made, &why, &limit))
        log_warn("serve", "the guided first room could not be made: %s", why);
}

/* The folder of --data: as given, or of the user. NULL: none. */
static const char *data_folder(const struct options *o, char *out, size_t size)
{
    const char *xdg = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

    if (!strcmp(o->data, "none"))
        return NULL;
    if (*o->data)
        snprintf(out, size, "%s", o->data);
    else if (xdg && *xdg == '/')
        snprintf(out, size, "%s/mmscope", xdg);
    else
        snprintf(out, size, "%s/.local/share/mmscope", home ? home : "");
    return out;
}

static struct store *serve_store(const struct options *o)
{
    char folder[PATH_MAX];
    struct store_config config = {.dir = data_folder(o, folder, sizeof folder),
                                  .full = !strcmp(o->durable, "full"),
                                  .keep_days = o->keep};

    return store_open(&config);
}

/* Uploads lie beside the rooms, when those are stored. */
static struct traces *serve_traces(const struct options *o, struct store *store)
{
    struct store_status status;
    char folder[sizeof status.path];

    store_status(store, &status);
    memcpy(folder, status.path, sizeof folder);
    char *name = strrchr(folder, '/');
    if (status.state != STORE_OK || !name)
        return traces_new(o, NULL, store);
    snprintf(name, sizeof folder - (size_t)(name - folder), "/traces");
    return traces_new(o, folder, store);
}

static bool serve_start(struct server *s)
{
    char dir[PATH_MAX], problem[300];
    struct options *o = &s->options;

    if (find_page(o->web, dir, sizeof dir))
        s->statics = statics_load(dir, http_dress, o);
    if (!s->statics)
        log_warn("serve", "no page found (--web DIR); only the API is served");
    s->lessons = lessons_new(o->lessons);
    s->store = serve_store(o);
    s->traces = s->store ? serve_traces(o, s->store) : NULL;
    s->rooms = s->traces && s->lessons && s->store ? rooms_start(o, s->traces, s->store) : NULL;
    if (!s->rooms)
        return false;
    rooms_teach(s->rooms, s->lessons);
    s->api.options = o;
    s->api.rooms = s->rooms;
    s->api.traces = s->traces;
    s->api.lessons = s->lessons;
    s->api.store = s->store;
    if (!api_init(&s->api))
        return false;
    struct http_config http = {o, s->statics, &s->api, api_match, api_handle};
    struct ws_config ws = {o, &s->api, api_message, api_closed, api_recovered};
    s->http = http_start(&http);
    s->ws = s->http ? ws_start(&ws) : NULL;
    s->api.ws = s->ws;
    if (!s->ws)
        return false;
    struct front_config front = {.host = o->host,
                                 .port = (uint16_t)o->port,
                                 .head_s = (unsigned)o->head_s,
                                 .head_max = (size_t)o->max_head,
                                 .origin = o->origin,
                                 .context = s,
                                 .on_http = on_http,
                                 .on_ws = on_ws,
                                 .on_tick = on_tick};
    s->front = front_start(&front, problem, sizeof problem);
    if (!s->front) {
        fprintf(stderr, "mmscope: %s\n", problem);
        return false;
    }
    serve_first_room(s);
    return true;
}

static void serve_stop(struct server *s)
{
    front_stop(s->front);
    rooms_stop(s->rooms);
    store_stop(s->store); /* what waits for it is answered */
    ws_stop(s->ws);
    if (s->http)
        api_uploads_wait(&s->api);
    http_stop(s->http);
    rooms_free(s->rooms);
    store_free(s->store);
    api_fini(&s->api);
    traces_free(s->traces);
    lessons_free(s->lessons);
    statics_free(s->statics);
}

/* The first address of this machine that others can reach. */
static bool lan_address(char text[INET6_ADDRSTRLEN])
{
    struct ifaddrs *list, *i;
    bool found = false;

    if (getifaddrs(&list))
        return false;
    for (i = list; i && !found; i = i->ifa_next) {
        if (!i->ifa_addr || i->ifa_addr->sa_family != AF_INET || (i->ifa_flags & IFF_LOOPBACK) ||
            !(i->ifa_flags & IFF_UP))
            continue;
        const struct sockaddr_in *a = (const struct sockaddr_in *)(const void *)i->ifa_addr;
        found = inet_ntop(AF_INET, &a->sin_addr, text, INET6_ADDRSTRLEN) != NULL;
    }
    freeifaddrs(list);
    return found;
}

static void serve_announce(const struct server *s)
{
    const struct options *o = &s->options;
    unsigned port = front_port(s->front);
    char lan[INET6_ADDRSTRLEN] = "", url[OPTION_TEXT_MAX + 64] = "";
    bool any = !strcmp(o->host, "0.0.0.0") || !strcmp(o->host, "::");
    bool local =
        !strcmp(o->host, "localhost") || !strcmp(o->host, "::1") || !strncmp(o->host, "127.", 4);

    if (any || local)
        printf("mmscope: listening on http://127.0.0.1:%u\n", port);
    else
        printf("mmscope: listening on http://%s:%u\n", o->host, port);
    if (*o->public_url)
        snprintf(url, sizeof url, "%s", o->public_url);
    else if (any && lan_address(lan))
        snprintf(url, sizeof url, "http://%s:%u", lan, port);
    else if (!any && !local)
        snprintf(url, sizeof url, "http://%s:%u", o->host, port);
    if (*url) {
        printf("mmscope: others reach it at %s\n", url);
        qr_print(url);
    }
    fflush(stdout);
}

int serve(int argc, char **argv)
{
    static struct server s;
    char problem[300];
    struct rlimit files;
    sigset_t wait;
    int signal_number = 0;

    if (!options_read(&s.options, argc, argv, problem, sizeof problem)) {
        fprintf(stderr, "mmscope: %s\n", problem);
        return 2;
    }
    serve_log_level(&s.options);
    if (!getrlimit(RLIMIT_NOFILE, &files)) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of the write */
    sigemptyset(&wait);
    sigaddset(&wait, SIGTERM);
    sigaddset(&wait, SIGINT);
    pthread_sigmask(SIG_BLOCK, &wait, NULL);
    bool started = serve_start(&s);
    if (started) {
        serve_announce(&s);
        sigwait(&wait, &signal_number);
        log_info("serve", "stopping");
    } else {
        fprintf(stderr, "mmscope: the server could not start\n");
    }
    serve_stop(&s);
    return started ? 0 : 1;
}
