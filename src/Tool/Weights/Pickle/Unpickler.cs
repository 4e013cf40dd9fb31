namespace Fusion.Tool.Weights.Pickle;

/// <summary>
/// Reads pickles of the protocols 2 to 5 that hold containers and what an <see cref="IPickleWorld"/> knows (Python's pickletools.py
/// describes the opcodes). A pickle is a program; this reader has no way to execute one: names are data, and what may be called is a
/// function of the world. Each opcode takes at least a byte and makes at most one object, so that memory is bounded by the length.
/// </summary>
internal sealed class Unpickler(byte[] bytes, IPickleWorld world)
{
    private readonly PickleReader _reader = new(bytes);
    private readonly PickleStack _stack = new();
    private readonly Dictionary<long, object?> _memo = [];

    /// <summary>The value that the pickle describes.</summary>
    /// <exception cref="PickleException">It is damaged, or holds what the world does not know.</exception>
    public object? Read()
    {
        if (_reader.Byte() != 0x80) throw new PickleException("it does not begin with a version");
        Protocol();
        while (true)
        {
            int position = _reader.Position;
            byte opcode = _reader.Byte();
            if (opcode == '.') return _stack.Pop();
            if (!Constant(opcode) && !Container(opcode) && !Memo(opcode) && !Object(opcode))
                throw new PickleException($"the opcode 0x{opcode:X2} at byte {position} is for neither tensors nor containers");
        }
    }

    private void Protocol()
    {
        byte version = _reader.Byte();
        if (version is < 2 or > 5) throw new PickleException($"its protocol is {version}; 2 to 5 are read");
    }

    /// <summary>None, numbers and texts.</summary>
    private bool Constant(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'N': _stack.Push(null); return true;
            case 0x88: _stack.Push(true); return true;
            case 0x89: _stack.Push(false); return true;
            case (byte)'J': _stack.Push((long)_reader.Int32()); return true;
            case (byte)'K': _stack.Push((long)_reader.Byte()); return true;
            case (byte)'M': _stack.Push((long)_reader.UInt16()); return true;
            case (byte)'G': _stack.Push(_reader.Double()); return true;
            case 0x8A: _stack.Push(_reader.Number(_reader.Length(1))); return true;
            case 0x8B: _stack.Push(_reader.Number(_reader.Length(4))); return true;
            case 0x8C or (byte)'U': _stack.Push(_reader.Text(_reader.Length(1))); return true;
            case (byte)'X' or (byte)'T': _stack.Push(_reader.Text(_reader.Length(4))); return true;
            case 0x8D: _stack.Push(_reader.Text(_reader.Length(8))); return true;
            case (byte)'C': _stack.Push(_reader.Bytes(_reader.Length(1))); return true;
            case (byte)'B': _stack.Push(_reader.Bytes(_reader.Length(4))); return true;
            case 0x8E or 0x96: _stack.Push(_reader.Bytes(_reader.Length(8))); return true;
            default: return false;
        }
    }

    /// <summary>Lists, tuples, dicts and sets, and the marks that their contents begin with.</summary>
    private bool Container(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'(': _stack.Mark(); return true;
            case (byte)'0': _stack.Pop(); return true;
            case (byte)'1': _stack.PopToMark(); return true;
            case (byte)'2': _stack.Push(_stack.Top); return true;
            case (byte)')': _stack.Push(new PickleTuple([])); return true;
            case 0x85: PushTuple(1); return true;
            case 0x86: PushTuple(2); return true;
            case 0x87: PushTuple(3); return true;
            case (byte)'t': _stack.Push(new PickleTuple(_stack.PopToMark())); return true;
            case (byte)']' or 0x8F: _stack.Push(new PickleList()); return true;
            case (byte)'}': _stack.Push(new PickleDict()); return true;
            case 0x91: PushList(_stack.PopToMark()); return true;
            case (byte)'a': Append([_stack.Pop()]); return true;
            case (byte)'e' or 0x90: Append(_stack.PopToMark()); return true;
            case (byte)'s': SetItem(); return true;
            case (byte)'u': SetItems(_stack.PopToMark()); return true;
            default: return false;
        }
    }

    /// <summary>Values that are named by numbers, to be used again.</summary>
    private bool Memo(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'q': _memo[_reader.Byte()] = _stack.Top; return true;
            case (byte)'r': _memo[_reader.Length(4)] = _stack.Top; return true;
            case 0x94: _memo[_memo.Count] = _stack.Top; return true;
            case (byte)'h': _stack.Push(Remembered(_reader.Byte())); return true;
            case (byte)'j': _stack.Push(Remembered(_reader.Length(4))); return true;
            default: return false;
        }
    }

    /// <summary>Names, calls, and what lies outside of the pickle.</summary>
    private bool Object(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: Protocol(); return true;
            // A frame only says how much to read at once.
            case 0x95: _reader.Length(8); return true;
            case (byte)'c': _stack.Push(Name(_reader.Line(), _reader.Line())); return true;
            case 0x93: PushName(); return true;
            case (byte)'R' or 0x81: Call(); return true;
            case (byte)'b': Build(_stack.Pop()); return true;
            case (byte)'Q': _stack.Push(world.Persistent(_stack.Pop())); return true;
            default: return false;
        }
    }

    private void PushTuple(int count)
    {
        object?[] items = new object?[count];
        for (int i = count - 1; i >= 0; i--) items[i] = _stack.Pop();
        _stack.Push(new PickleTuple(items));
    }

    private void PushList(object?[] items)
    {
        var list = new PickleList();
        list.Items.AddRange(items);
        _stack.Push(list);
    }

    private void Append(object?[] items)
    {
        if (_stack.Top is not PickleList list) throw new PickleException("it appends to what is no list");
        list.Items.AddRange(items);
    }

    private void SetItem()
    {
        object? value = _stack.Pop();
        SetItems([_stack.Pop(), value]);
    }

    private void SetItems(object?[] items)
    {
        if (_stack.Top is not PickleDict dict) throw new PickleException("it sets an item of what is no dict");
        if (items.Length % 2 != 0) throw new PickleException("a key has no value");
        for (int i = 0; i < items.Length; i += 2) dict.Entries.Add(new(items[i], items[i + 1]));
    }

    private object? Remembered(long index) =>
        _memo.TryGetValue(index, out object? value) ? value : throw new PickleException($"it uses the value {index} before it is there");

    private void PushName()
    {
        object? name = _stack.Pop();
        if (_stack.Pop() is not string module || name is not string text) throw new PickleException("a name is no text");
        _stack.Push(Name(module, text));
    }

    private PickleGlobal Name(string module, string name)
    {
        var global = new PickleGlobal(module, name);
        return world.Knows(global) ? global
            : throw new PickleException($"it names {global}, which is neither a tensor nor a container, and nothing else is read");
    }

    private void Call()
    {
        if (_stack.Pop() is not PickleTuple arguments) throw new PickleException("the arguments of a call are no tuple");
        if (_stack.Pop() is not PickleGlobal function) throw new PickleException("it calls what is no function");
        _stack.Push(world.Call(function, arguments.Items));
    }

    /// <summary>The state of a container is what Python keeps beside its items, such as the versions of a state dict's modules.</summary>
    private void Build(object? state)
    {
        if (_stack.Top is not (PickleDict or PickleList or Unneeded) || state is not (PickleDict or PickleTuple or null))
            throw new PickleException("it sets the attributes of what is no container");
    }
}
