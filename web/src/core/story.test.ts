import { expect, it } from 'vitest';
import { makeFixture } from './fixture';
import { messages } from './i18n/messages';
import { Model } from './model';
import { causesOf, farCauses, missingCause } from './story';
import { StepView, Timeline } from './timeline';

it('a chain of causes that leaves the known part of a step goes on with what the server says', () => {
    const fx = makeFixture();
    const t = new Timeline();
    t.reset(fx.schema);
    t.snapshot(fx.snapshot);
    for (const s of fx.steps) t.add(s);
    t.goTo(7);
    const model = new Model(t.mirror!, fx.config);
    const whole = t.window[0]!;
    const event = whole.event(7)!;
    const complete = causesOf(event, whole, model, messages.en);
    expect(missingCause(event, whole)).toBeNull();
    // the same step, known only from its sixth event on
    const wire = fx.steps[0]!;
    const part = new StepView(fx.schema, 'part', whole.step, 6, whole.last, whole.command, true, {}, {}, wire.events.slice(5));
    const gone = missingCause(part.event(7)!, part);
    expect(gone).not.toBeNull();
    expect(gone!).toBeLessThan(6);
    const chain = [];
    for (let e = whole.event(gone!); e; e = e.cause === null ? null : whole.event(e.cause)) {
        chain.push({ seq: e.seq, event: e.name, cpu: e.cpu, args: Object.fromEntries((fx.schema.events[e.name] ?? []).map((a) => [a, e!.raw(a)!])) });
    }
    const short = causesOf(part.event(7)!, part, model, messages.en);
    const told = causesOf(part.event(7)!, part, model, messages.en, farCauses(chain));
    expect(short.length).toBeLessThan(told.length);
    expect(told.at(-1)).toEqual(complete.at(-1));
    expect(told.at(-1)!.text).toContain('command');
});
