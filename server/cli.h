/* cli.h - the commands of the program that need no server.
 *
 * Shape     argv[0..argc) is what follows the command's word. Each returns the exit status: 0 done,
 *           1 an expectation or the run failed, 2 a malformed file, a refused line, a wrong option.
 */
#ifndef SERVER_CLI_H
#define SERVER_CLI_H

/* mmscope run FILE|- [--events] [--step N] [--proc FILE...] [--format text|json] */
int cli_run(int argc, char **argv);

/* mmscope replay KIND FILE [--machine "..."] [--repeat N]: lines `name value`. */
int cli_replay(int argc, char **argv);

/* mmscope lab --policy P,... --frames N,... --trace FILE: TSV, a row a trace, policy and size. */
int cli_lab(int argc, char **argv);

/* mmscope bench: lines `name value unit`. */
int cli_bench(int argc, char **argv);

/* mmscope help [VERB]: the command language, from the table that parses it. */
int cli_help(int argc, char **argv);

#endif
