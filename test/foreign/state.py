"""Decodes the state: reflection first, then full states and patches (PROTOCOL.md, B4 to B9).

Written from PROTOCOL.md alone. Every structure is a dict, kept by its number (ref); `shapes` says what each ref is.
"""
import struct

SWITCH, TYPE_FOLLOWS = 255, 213
ADD, DELETE, CLEAR = 128, 64, 10
FIXED = {
    'int8': 'b', 'uint8': 'B', 'int16': '<h', 'uint16': '<H', 'int32': '<i', 'uint32': '<I',
    'int64': '<q', 'uint64': '<Q', 'float32': '<f', 'float64': '<d',
}
# The marks of a number (B4).
NUMBERS = {
    0xCA: 'float32', 0xCB: 'float64', 0xCC: 'uint8', 0xCD: 'uint16', 0xCE: 'uint32', 0xCF: 'uint64',
    0xD0: 'int8', 0xD1: 'int16', 0xD2: 'int32', 0xD3: 'int64',
}


class Bytes:
    """A place in a message that is read from front to back."""

    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def more(self):
        return self.at < len(self.data)

    def take(self, count):
        taken = self.data[self.at:self.at + count]
        if len(taken) < count:
            raise ValueError('the message ends too early')
        self.at += count
        return taken

    def fixed(self, name):
        form = FIXED[name]
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def number(self):
        mark = self.fixed('uint8')
        if mark < 0x80:
            return mark
        if mark in NUMBERS:
            return self.fixed(NUMBERS[mark])
        if mark >= 0xE0:
            return mark - 256
        raise ValueError(f'no number begins with {mark:#x}')

    def string(self):
        mark = self.fixed('uint8')
        longer = {0xD9: 'uint8', 0xDA: 'uint16', 0xDB: 'uint32'}
        length = self.fixed(longer[mark]) if mark in longer else mark & 0x1F
        return self.take(length).decode('utf-8')


# A type is a word of FIXED, 'boolean', 'string' or 'number'; or a pair:
#   ('ref', shape)   ('map', type)   ('array', type)   ('quantized', {min, max, bits, mode})
# A shape is a list of (name, type): the fields of a structure, by index.
QUANTIZED = [('min', 'float64'), ('max', 'float64'), ('bits', 'uint8'), ('mode', 'uint8')]
FIELD = [('name', 'string'), ('type', 'string'), ('referencedType', 'number'), ('childPrimitive', 'string'),
         ('quantized', ('ref', QUANTIZED))]
TYPE = [('id', 'number'), ('extendsId', 'number'), ('fields', ('array', ('ref', FIELD)))]
REFLECTION = [('types', ('array', ('ref', TYPE))), ('rootType', 'number')]


def dequantized(raw, form):
    """B8."""
    steps = 2 ** form['bits']
    low, high = form['min'], form['max']
    span = steps if form['mode'] == 1 else steps - 2 if low == -high else steps - 1
    return low + raw / span * (high - low)


class Decoder:
    def __init__(self, shape):
        self.root = {}
        self.refs = {0: self.root}
        self.shapes = {0: ('ref', shape)}
        self.keys = {}  # of maps: (ref, index) -> key

    def decode(self, message):
        """Applies a full state or a patch (B5 to B7)."""
        ref = 0
        while message.more():
            if message.data[message.at] == SWITCH:
                message.take(1)
                ref = message.number()
                if ref not in self.refs:
                    raise ValueError(f'structure {ref} was never announced')
            elif self.shapes[ref][0] == 'ref':
                self._field(message, ref)
            else:
                self._entry(message, ref)

    def _field(self, message, ref):
        head = message.fixed('uint8')
        name, kind = self.shapes[ref][1][head & 0x3F]
        self._write(message, self.refs[ref], name, kind, head & 0xC0)

    def _entry(self, message, ref):
        operation = message.fixed('uint8')
        if operation == CLEAR:
            return self.refs[ref].clear()
        index = key = message.number()
        kind, inner = self.shapes[ref]
        if kind == 'map':
            if operation & ADD:
                self.keys[ref, index] = message.string()
            key = self.keys[ref, index]
        self._write(message, self.refs[ref], key, inner, operation)

    def _write(self, message, into, name, kind, operation):
        if operation == DELETE:
            into.pop(name, None)
        else:
            into[name] = self._value(message, kind, operation)

    def _value(self, message, kind, operation):
        if kind == 'string':
            return message.string()
        if kind == 'number':
            return message.number()
        if kind == 'boolean':
            return message.fixed('uint8') > 0
        if isinstance(kind, str):
            return message.fixed(kind)
        if kind[0] == 'quantized':
            return dequantized(message.fixed(f"uint{kind[1]['bits']}"), kind[1])
        ref = message.number()
        if kind[0] == 'ref' and operation & ADD and message.more() and message.data[message.at] == TYPE_FOLLOWS:
            message.take(1)
            message.number()  # our state has no subtypes
        self.shapes[ref] = kind
        return self.refs.setdefault(ref, {})


def decoder_of(reflection):
    """A decoder of the state that a reflection describes (B9)."""
    described = Decoder(REFLECTION)
    described.decode(Bytes(reflection))
    types = list(described.root['types'].values())
    shapes = {one['id']: [] for one in types}
    for one in types:
        for field in one['fields'].values():
            shapes[one['id']].append((field['name'], type_of(field, shapes)))
    return Decoder(shapes[described.root.get('rootType', 0)])


def type_of(field, shapes):
    kind, of = field['type'], field.get('referencedType')
    if kind == 'quantized':
        return kind, field['quantized']
    if of is None:
        return kind
    if kind == 'ref':
        return kind, shapes[of]
    return kind, ('ref', shapes[of]) if of >= 0 else field['childPrimitive']
