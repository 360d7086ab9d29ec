import { redisScript } from '../cache/redis-port.ts';

/**
 * A channel's history is one Redis stream whose entry ids are the sequence numbers (`<seq>-0`). Everything needed to
 * judge it stands in its newest entry, so the key is either all there or all gone, whatever Redis evicts:
 *   e  epoch: a random part and the first 8 digits of the server's run id
 *   f  floor: the highest number that was trimmed; from below it nothing can be replayed
 *   k, s, d  kind, subject and body of the event
 * A second key maps each subject to its newest position, so that a superseded one is removed; losing it removes less.
 *
 * The run id makes a restarted or promoted Redis begin a new epoch: it may have forgotten its last writes, and numbers
 * given twice would be a hole that nobody can see. Asking for it costs about 6 µs.
 */
const PRELUDE = `
local stream, subjects, topic, fresh, force, ttl = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local info = redis.pcall('INFO', 'server')
local run = type(info) == 'string' and string.match(info, 'run_id:(%x%x%x%x%x%x%x%x)') or ''
local epoch, seq, floor
local tail = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
if tail and force ~= '1' then
  epoch, floor = tail[2][2], tail[2][4]
  seq = tonumber(string.match(tail[1], '^%d+'))
  if string.match(epoch, '%.(.*)$') ~= run then epoch = nil end
end
local born = epoch == nil
if born then
  epoch, seq, floor = fresh .. '.' .. run, 0, '0'
  redis.call('DEL', stream, subjects)
  redis.call('XADD', stream, '0-1', 'e', epoch, 'f', floor)
end
`;

/** ARGV 5–9: history length, kind, subject, body, the publisher's clock in milliseconds. Answers the number given; whoever listens hears it. */
export const PUBLISH = redisScript(`${PRELUDE}
local keep, kind, subject, body = tonumber(ARGV[5]), ARGV[6], ARGV[7], ARGV[8]
seq = seq + 1
if kind == 'position' and subject ~= '' then
  local old = redis.call('HGET', subjects, subject)
  if old then redis.call('XDEL', stream, old .. '-0') end
  redis.call('HSET', subjects, subject, string.format('%.0f', seq))
  redis.call('PEXPIRE', subjects, ttl)
end
local over = redis.call('XLEN', stream) + 1 - keep
if over > 0 then
  local gone = redis.call('XRANGE', stream, '-', '+', 'COUNT', over)
  floor = string.match(gone[#gone][1], '^%d+')
end
local number = string.format('%.0f', seq)
redis.call('XADD', stream, 'MAXLEN', '=', keep, number .. '-0', 'e', epoch, 'f', floor, 'k', kind, 's', subject, 'd', body)
redis.call('PEXPIRE', stream, ttl)
redis.call('PUBLISH', topic, epoch .. ' ' .. number .. ' ' .. kind .. ' ' .. subject .. ' ' .. ARGV[9] .. '\\n' .. body)
return {epoch, number}
`);

/**
 * ARGV 5–6: epoch and number of the reader. Answers epoch, head, whether the history after that position is whole, and
 * the entries. Begins a life where there is none, and tells listeners of another epoch, so that an epoch is always known.
 */
export const READ = redisScript(`${PRELUDE}
if born then
  redis.call('PEXPIRE', stream, ttl)
  redis.call('PUBLISH', topic, epoch .. ' 0')
end
local head = string.format('%.0f', seq)
local from = tonumber(ARGV[6])
if ARGV[5] ~= epoch or from < tonumber(floor) or from > seq then return {epoch, head, '0', {}} end
return {epoch, head, '1', redis.call('XRANGE', stream, string.format('%.0f', from + 1) .. '-0', '+')}
`);
