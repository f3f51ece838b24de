import type { Scenario } from '../crowd/scenario.ts';

export const matchmakingStorm: Scenario = {
  name: 'matchmaking-storm',
  summary: 'rooms are spun up over HTTP as fast as asked, and each gets its players',
  about:
    '--rooms rooms (20 where nothing else is said) are opened over HTTP at --joins a second; then --players join them by their ids, evenly. room.* is the time of one such call, join.* that of one join.',
  defaults: { players: 40, rooms: 20, joinsPerSecond: 20 },
  limits: ['errors == 0', 'lost == 0', 'room.p99 < 500ms', 'join.p99 < 1s', 'dropped == 0'],
  opensRooms: true,
  run: async (crowd, { players, rooms = 20, joinsPerSecond, durationSeconds }) => {
    crowd.phase('opening rooms', rooms / joinsPerSecond);
    crowd.mark('rooms are opened');
    const span = await crowd.measure(async () => {
      const roomIds = await crowd.openRooms(rooms, joinsPerSecond);
      crowd.mark('players join them');
      crowd.phase('joining');
      if (roomIds.length > 0) await crowd.join(players, { roomIds });
      crowd.phase('playing', durationSeconds);
      await crowd.wait(durationSeconds);
    });
    return { span };
  },
};
