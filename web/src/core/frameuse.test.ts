// Uses of frames are those that the engine counts as census.*, at every event, forward and back.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
