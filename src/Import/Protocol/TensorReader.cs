namespace Fusion.Import.Protocol;

/// <summary>Reads tensors, which lie in the file or in files of the same folder.</summary>
/// <param name="folder">Null where there can be no other files.</param>
public sealed class TensorReader(string? folder)
{
    private const int MostDimensions = 64;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = new(StringComparer.Ordinal);

    /// <summary>Reads a <c>TensorProto</c> that stands alone, as the files of test data do.</summary>
    /// <exception cref="ImportException">The bytes are no tensor.</exception>
    public static StoredTensor Alone(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return new TensorReader(null).Read(new ProtoMessage(bytes));
        }
        catch (Exception exception) when (exception
            is Google.Protobuf.InvalidProtocolBufferException or OverflowException or ArgumentException)
        {
            throw new ImportException($"The file is no ONNX tensor, or is damaged: {exception.Message}", exception);
        }
    }

    internal StoredTensor Read(ProtoMessage message)
    {
        string name = "";
        List<long> dimensions = [], integers = [];
        List<float> floats = [];
        List<double> doubles = [];
        Dictionary<string, string> external = [];
        ReadOnlyMemory<byte>? raw = null, packed = null;
        ElementType type = ElementType.Undefined;
        bool isExternal = false;
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1: message.Integers(dimensions); break;
                case 2: type = (ElementType)message.Integer(); break;
                case 4:
                    // Numbers in one piece lie there as a tensor's raw bytes do.
                    if (message.IsPacked && floats.Count == 0 && packed is null) packed = message.Bytes();
                    else message.Floats(floats);
                    break;
                case 5 or 7 or 11: message.Integers(integers); break;
                case 8: name = message.Text(); break;
                case 9: raw = message.Bytes(); break;
                case 10: message.Doubles(doubles); break;
                case 13: Entry(message.Message(), external); break;
                case 14: isExternal = message.Integer() == 1; break;
                default: message.Skip(); break;
            }
        }

        string title = name.Length > 0 ? $"The tensor '{name}'" : "A tensor";
        long elements = Count(title, dimensions);
        if (isExternal) raw = External(title, external);
        if (packed is not null && (raw is not null || floats.Count > 0 || type != ElementType.Float32))
            throw new ImportException($"{title} of the type {type} has its elements in several forms or pieces.");
        raw ??= packed;
        if (raw is { } bytes)
        {
            int size = type.Size();
            if (size == 0) throw new ImportException($"{title} has elements of the type {type}, which are not read.");
            if (bytes.Length != (Int128)elements * size)
            {
                throw new ImportException(
                    $"{title} of {Text(dimensions)} needs {(Int128)elements * size} bytes as {type}, but has {bytes.Length}.");
            }

            return new StoredTensor(name, type, dimensions, bytes);
        }

        Array typed = type switch
        {
            ElementType.Float32 => floats.ToArray(),
            ElementType.Float64 => doubles.ToArray(),
            // Half floats are stored as the integers of their bits.
            ElementType.Float16 => integers.ConvertAll(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)).ToArray(),
            ElementType.BFloat16 => integers.ConvertAll(bits => BitConverter.Int32BitsToSingle((ushort)bits << 16)).ToArray(),
            ElementType.String => new string[elements <= int.MaxValue ? (int)Math.Min(elements, 0) : 0],
            _ => integers.ToArray(),
        };
        if (type != ElementType.String && typed.Length != elements)
            throw new ImportException($"{title} of {Text(dimensions)} needs {elements} elements, but has {typed.Length}.");
        return new StoredTensor(name, type, dimensions, null) { Typed = typed };
    }

    private static string Text(IReadOnlyList<long> dimensions) => "[" + string.Join(", ", dimensions) + "]";

    private static long Count(string title, List<long> dimensions)
    {
        if (dimensions.Count > MostDimensions) throw new ImportException($"{title} has {dimensions.Count} dimensions.");
        Int128 elements = 1;
        foreach (long size in dimensions)
        {
            if (size < 0) throw new ImportException($"{title} has the dimensions {Text(dimensions)}, of which none may be negative.");
            elements *= size;
            if (elements > int.MaxValue)
                throw new ImportException($"{title} of {Text(dimensions)} has more elements than fit into memory ({int.MaxValue}).");
        }

        return (long)elements;
    }

    private static void Entry(ProtoMessage message, Dictionary<string, string> entries)
    {
        string key = "", value = "";
        while (message.Next())
        {
            if (message.Field == 1) key = message.Text();
            else if (message.Field == 2) value = message.Text();
            else message.Skip();
        }

        entries[key] = value;
    }

    private ReadOnlyMemory<byte> External(string title, Dictionary<string, string> entries)
    {
        string location = entries.GetValueOrDefault("location", "");
        ReadOnlyMemory<byte> bytes = Open(title, location);
        long offset = Number("offset", 0), length = Number("length", bytes.Length - offset);
        if (offset < 0 || length < 0 || offset > bytes.Length || length > bytes.Length - offset)
        {
            throw new ImportException(
                $"{title} lies in '{location}' from byte {offset} on, {length} bytes; but that file has {bytes.Length} bytes.");
        }

        return bytes.Slice((int)offset, (int)length);

        long Number(string key, long fallback)
        {
            if (!entries.TryGetValue(key, out string? text)) return fallback;
            return long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out long number)
                ? number
                : throw new ImportException($"{title} lies in another file, whose {key} '{text}' is no number.");
        }
    }

    /// <summary>Only files of the model's own folder are opened: a model is data of somebody else's.</summary>
    private ReadOnlyMemory<byte> Open(string title, string location)
    {
        if (_files.TryGetValue(location, out ReadOnlyMemory<byte> known)) return known;
        if (folder is null) throw new ImportException($"{title} lies in the file '{location}', but the model was read without a folder.");
        string root = Path.GetFullPath(folder);
        string path = location.Length == 0 || location.Contains('\0') ? "" : Path.GetFullPath(Path.Combine(root, location));
        if (path.Length == 0 || Path.IsPathRooted(location)
            || !path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new ImportException($"{title} lies in the file '{location}', which is not in the model's own folder; it is not opened.");
        }

        for (string? part = path; part is not null && part.Length > root.Length; part = Path.GetDirectoryName(part))
        {
            if (new FileInfo(part).LinkTarget is not null)
                throw new ImportException($"{title} lies in the file '{location}', which is a link; it is not followed.");
        }

        var file = new FileInfo(path);
        if (!file.Exists) throw new ImportException($"{title} lies in the file '{location}', which is not beside the model.");
        if (file.Length > Array.MaxLength)
            throw new ImportException($"{title} lies in the file '{location}' of {file.Length} bytes; at most {Array.MaxLength} are read.");
        return _files[location] = File.ReadAllBytes(path);
    }
}
