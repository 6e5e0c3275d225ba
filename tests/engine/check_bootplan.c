#include "play.h"
Suite *make_bootplan_suite(void)
{
    return suite_create("bootplan");
}
