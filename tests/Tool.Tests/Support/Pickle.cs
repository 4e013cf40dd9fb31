using System.Buffers.Binary;
using System.Text;

namespace Fusion.Tool.Tests.Support;

/// <summary>Writes pickles byte by byte, as Python's pickler does with protocol 2.</summary>
internal sealed class Pickle
{
    private readonly MemoryStream _bytes = new();

    public Pickle(byte protocol = 2) => Raw(0x80, protocol);

    public Pickle Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public Pickle Op(char opcode) => Raw((byte)opcode);

    public Pickle Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text), length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Op('X').Raw(length).Raw(utf8);
    }

    public Pickle Number(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return Op('J').Raw(bytes);
    }

    public Pickle Numbers(IEnumerable<int> numbers)
    {
        Op('(');
        foreach (int number in numbers) Number(number);
        return Op('t');
    }

    public Pickle Global(string module, string name) => Op('c').Raw(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    /// <summary>A tensor: the call that rebuilds it from its storage.</summary>
    public Pickle Tensor(string storage, string key, int count, int offset, int[] sizes, int[] strides) =>
        Global("torch._utils", "_rebuild_tensor_v2").Op('(').Op('(').Text("storage").Global("torch", storage).Text(key).Text("cpu")
            .Number(count)
            .Op('t').Op('Q').Number(offset).Numbers(sizes).Numbers(strides).Raw(0x89).Global("collections", "OrderedDict").Op(')').Op('R')
            .Op('t').Op('R');

    /// <summary>An OrderedDict: what <paramref name="items"/> writes are its keys and values by turns.</summary>
    public Pickle Dict(Action<Pickle> items)
    {
        Global("collections", "OrderedDict").Op(')').Op('R').Op('(');
        items(this);
        return Op('u');
    }

    public byte[] End() => Op('.')._bytes.ToArray();
}
