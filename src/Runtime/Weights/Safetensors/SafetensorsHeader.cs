using System.Text.Json;

namespace Fusion;

/// <summary>The JSON header of a <c>.safetensors</c> file. It comes from anywhere, so nothing in it is believed before it is
/// checked.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>No tensor has nearly as many dimensions; without a bound a small file could claim a lot of memory.</summary>
    private const int LargestRank = 64;

    private SafetensorsHeader(List<TensorEntry> tensors, Dictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The tensors in the order in which they lie in the file, without overlaps or holes.</summary>
    public List<TensorEntry> Tensors { get; }

    public Dictionary<string, string> Metadata { get; }

    public long DataLength => Tensors.Count == 0 ? 0 : Tensors[^1].End;

    /// <exception cref="WeightsException">The header is not well-formed.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return ParseObject(json);
        }
        catch (JsonException exception)
        {
            throw new WeightsException($"The header is not valid JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception) // a string that is not valid UTF-8, or half a surrogate pair
        {
            throw new WeightsException($"The header is not valid JSON: {exception.Message}", exception);
        }
    }

    private static SafetensorsHeader ParseObject(ReadOnlySpan<byte> json)
    {
        var tensors = new List<TensorEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject, "The header");
        while (NextProperty(ref reader, out string name))
        {
            if (!names.Add(name)) throw new WeightsException($"{name}: the header names it twice.");
            if (name == "__metadata__") ReadMetadata(ref reader, metadata);
            else tensors.Add(ReadTensor(ref reader, name));
        }
        reader.Read(); // throws where anything but white space follows

        tensors.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        CheckLayout(tensors);
        return new SafetensorsHeader(tensors, metadata);
    }

    private static TensorEntry ReadTensor(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject, name);
        string? dataType = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (NextProperty(ref reader, out string key))
        {
            switch (key)
            {
                case "dtype" when dataType is null:
                    Expect(ref reader, JsonTokenType.String, $"{name}: dtype");
                    dataType = reader.GetString()!;
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, $"{name}: shape");
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, $"{name}: data_offsets");
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw new WeightsException($"{name}: {key} is there twice.");
                default:
                    reader.Skip();
                    break;
            }
        }
        if (dataType is null) throw new WeightsException($"{name}: dtype is missing.");
        if (shape is null) throw new WeightsException($"{name}: shape is missing.");
        if (offsets is null) throw new WeightsException($"{name}: data_offsets is missing.");
        return Check(name, dataType, shape, offsets);
    }

    private static TensorEntry Check(string name, string dataType, long[] shape, long[] offsets)
    {
        int[] dimensions = new int[shape.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] is < 0 or > int.MaxValue)
                throw new WeightsException($"{name}: the shape has a size of {shape[i]}; 0 to {int.MaxValue} was expected.");
            dimensions[i] = (int)shape[i];
        }
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0])
            throw new WeightsException(
                $"{name}: data_offsets is [{string.Join(", ", offsets)}]; a begin and an end after it were expected.");
        // A type that is newer than this reader: nobody needs its values, unless the network asks for them.
        if (DataTypes.Bits(dataType) is not { } bits) return new TensorEntry(name, dataType, dimensions, offsets[0], offsets[1]);
        if (Bytes(bits, dimensions) is not { } bytes)
            throw new WeightsException($"{name}: {Describe(dataType, shape)} is not a possible number of bytes.");
        if (offsets[1] - offsets[0] != bytes)
            throw new WeightsException(
                $"{name}: {Describe(dataType, shape)} needs {bytes} bytes; data_offsets [{offsets[0]}, {offsets[1]}] has " +
                $"{offsets[1] - offsets[0]}.");
        if (DataTypes.IsReadable(dataType) && bytes * 8 / bits > Array.MaxLength)
            throw new WeightsException($"{name}: {Describe(dataType, shape)} has more than {Array.MaxLength} values.");
        return new TensorEntry(name, dataType, dimensions, offsets[0], offsets[1]);
    }

    /// <summary>How many bytes the values take; null if that is no whole number, or too large a one.</summary>
    private static long? Bytes(int bits, int[] dimensions)
    {
        ulong elements = 1, overflow = 0;
        foreach (int dimension in dimensions)
        {
            // A later size of 0 makes up for what was too large.
            if (dimension == 0) return 0;
            overflow |= Math.BigMul(elements, (ulong)dimension, out elements);
        }
        ulong high = Math.BigMul(elements, (ulong)bits, out ulong low);
        return overflow != 0 || high >= 4 || low % 8 != 0 ? null : (long)(high << 61 | low >> 3);
    }

    /// <summary>The tensors must cover the data without overlaps or holes, so that no byte has two meanings or none.</summary>
    private static void CheckLayout(List<TensorEntry> tensors)
    {
        long position = 0;
        string? before = null;
        foreach (TensorEntry tensor in tensors)
        {
            if (tensor.Begin < position)
                throw new WeightsException(
                    $"{tensor.Name}: its data begins at byte {tensor.Begin}, inside of that of {before}, which ends at {position}.");
            if (tensor.Begin > position)
                throw new WeightsException(
                    $"{tensor.Name}: its data begins at byte {tensor.Begin}; {position} was expected, where the tensor before it ends.");
            position = tensor.End;
            before = tensor.Name;
        }
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        Expect(ref reader, JsonTokenType.StartObject, "__metadata__");
        while (NextProperty(ref reader, out string key))
        {
            Expect(ref reader, JsonTokenType.String, $"__metadata__: {key}");
            if (!metadata.TryAdd(key, reader.GetString()!)) throw new WeightsException($"__metadata__: {key} is there twice.");
        }
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader, string what)
    {
        Expect(ref reader, JsonTokenType.StartArray, what);
        Span<long> numbers = stackalloc long[LargestRank];
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref reader, JsonTokenType.Number, what);
            if (!reader.TryGetInt64(out long number))
                throw new WeightsException($"{what}: a whole number of at most 63 bits was expected, not {Encoding(reader.ValueSpan)}.");
            if (count == LargestRank) throw new WeightsException($"{what}: more than {LargestRank} numbers.");
            numbers[count++] = number;
        }
        return numbers[..count].ToArray();
    }

    /// <summary>Goes to the value of the next property; false at the end of the object.</summary>
    private static bool NextProperty(ref Utf8JsonReader reader, out string name)
    {
        name = "";
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject) return false;
        name = reader.GetString()!;
        reader.Read();
        return true;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (reader.TokenType != type)
            throw new WeightsException($"{what}: {Describe(type)} was expected; {Describe(reader.TokenType)} was found.");
    }

    private static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        _ => type.ToString(),
    };

    private static string Describe(string dataType, long[] shape) => $"{dataType} [{string.Join(", ", shape)}]";

    private static string Encoding(ReadOnlySpan<byte> text) => System.Text.Encoding.ASCII.GetString(text[..Math.Min(text.Length, 40)]);
}
