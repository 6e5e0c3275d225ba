/* serve.h - the server as a whole: `mmscope serve`.
 *
 * Shape     start: options, files, rooms, HTTP, WebSocket, front. Then wait for SIGTERM or SIGINT.
 *           stop, the other way round: front (nobody new), rooms (every request answered),
 *           WebSocket (bye), HTTP.
 */
#ifndef SERVER_SERVE_H
#define SERVER_SERVE_H

/* argv[0..argc) are the options. Returns the exit status: 0, 1 when it could not start, 2 for a
 * wrong option. */
int serve(int argc, char **argv);

/* Print a QR code of `text` to stdout with block characters. */
void qr_print(const char *text);

#endif
