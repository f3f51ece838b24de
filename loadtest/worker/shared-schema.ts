/**
 * Schema classes made once per server instead of once per bot. The SDK makes the classes of a state from the description in
 * each handshake; with hundreds of bots every access to a field would meet hundreds of classes, and V8 gives up on it.
 * Decoding itself stays the SDK's. Measured with 500 light bots: half of the processor time of the whole worker.
 */
import { registerSerializer, SchemaSerializer } from '@colyseus/sdk';

type Handshake = Parameters<SchemaSerializer['handshake']>;
type AnyDecoder = SchemaSerializer['decoder'];

/** Descriptions kept: one per kind of room, and one per version of it after a restart. */
const KNOWN_MAX = 16;

/** For all rooms of this process that are joined from now on. */
export function shareSchemas(): void {
  const known = new Map<string, AnyDecoder>();
  class SharedSchemaSerializer extends SchemaSerializer {
    override handshake(bytes: Handshake[0], it?: Handshake[1]): void {
      if (this.state !== undefined) return super.handshake(bytes, it);
      const description = Buffer.from(bytes.subarray(it?.offset ?? 0)).toString('latin1');
      const first = known.get(description);
      if (first === undefined) {
        super.handshake(bytes, it);
        if (known.size < KNOWN_MAX) known.set(description, this.decoder);
        return;
      }
      const State = first.state.constructor as new () => AnyDecoder['state'];
      const Decoder = first.constructor as new (
        state: AnyDecoder['state'],
        context: AnyDecoder['context'],
      ) => AnyDecoder;
      this.state = new State();
      this.decoder = new Decoder(this.state, first.context);
      if (it !== undefined) it.offset = bytes.byteLength;
    }
  }
  registerSerializer('schema', SharedSchemaSerializer);
}
