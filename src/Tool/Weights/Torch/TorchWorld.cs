using Fusion.Tool.Weights.Pickle;

namespace Fusion.Tool.Weights.Torch;

/// <summary>The names that a checkpoint of tensors needs, and what they mean: PyTorch's rebuilding of tensors, and containers.</summary>
internal sealed class TorchWorld : IPickleWorld
{
    /// <summary>No tensor of PyTorch has more.</summary>
    private const int LargestRank = 64;

    private static readonly Dictionary<string, string> s_storages = new()
    {
        ["FloatStorage"] = "F32",
        ["DoubleStorage"] = "F64",
        ["HalfStorage"] = "F16",
        ["BFloat16Storage"] = "BF16",
        ["LongStorage"] = "I64",
        ["IntStorage"] = "I32",
        ["ShortStorage"] = "I16",
        ["CharStorage"] = "I8",
        ["ByteStorage"] = "U8",
        ["BoolStorage"] = "BOOL",
    };

    private static readonly Dictionary<string, string> s_types = new()
    {
        ["float32"] = "F32",
        ["float64"] = "F64",
        ["float16"] = "F16",
        ["bfloat16"] = "BF16",
        ["int64"] = "I64",
        ["int32"] = "I32",
        ["int16"] = "I16",
        ["int8"] = "I8",
        ["uint8"] = "U8",
        ["bool"] = "BOOL",
        ["float8_e4m3fn"] = "F8_E4M3",
        ["float8_e5m2"] = "F8_E5M2",
        ["uint16"] = "U16",
        ["uint32"] = "U32",
        ["uint64"] = "U64",
    };

    private static readonly Dictionary<PickleGlobal, Func<IReadOnlyList<object?>, object?>> s_functions = new()
    {
        [new("torch._utils", "_rebuild_tensor_v2")] = arguments => Tensor(arguments, null),
        [new("torch._utils", "_rebuild_tensor")] = arguments => Tensor(arguments, null),
        [new("torch._utils", "_rebuild_tensor_v3")] = arguments => Tensor(arguments, At(arguments, 6)),
        [new("torch._utils", "_rebuild_parameter")] = Parameter,
        [new("torch._utils", "_rebuild_parameter_with_state")] = Parameter,
        [new("torch", "Size")] = arguments => At(arguments, 0) is PickleTuple sizes ? sizes : throw Wrong("a size"),
        [new("torch", "device")] = _ => new Unneeded("a device"),
        [new("collections", "OrderedDict")] = Dict,
        [new("collections", "defaultdict")] = _ => new PickleDict(),
        [new("builtins", "dict")] = Dict,
        [new("builtins", "list")] = List,
        [new("builtins", "set")] = List,
        [new("__builtin__", "set")] = List,
        [new("_codecs", "encode")] = _ => new Unneeded("bytes"),
    };

    public bool Knows(PickleGlobal name) => s_functions.ContainsKey(name) || Storage(name) is not null || Type(name) is not null;

    public object? Call(PickleGlobal function, IReadOnlyList<object?> arguments) =>
        s_functions.TryGetValue(function, out var call) ? call(arguments)
            : throw new PickleException($"it calls {function}, which is a type");

    public object? Persistent(object? id)
    {
        if (id is not PickleTuple { Items: ["storage", PickleGlobal type, string key, _, long count, ..] }
            || Storage(type) is not { } dataType)
            throw new PickleException("it names something outside of it that is no storage of a tensor");
        if (count is < 0 || count > Array.MaxLength) throw new PickleException($"the storage {key} has {count} values");
        return new TorchStorage(key, dataType.Length == 0 ? null : dataType, count);
    }

    /// <summary>The type of a storage's values; an empty text for one without a type, and null for what is no storage.</summary>
    private static string? Storage(PickleGlobal name) => name switch
    {
        { Module: "torch.storage" or "torch", Name: "UntypedStorage" } => "",
        { Module: "torch" } => s_storages.GetValueOrDefault(name.Name),
        _ => null,
    };

    private static string? Type(PickleGlobal name) => name.Module == "torch" ? s_types.GetValueOrDefault(name.Name) : null;

    private static TorchTensor Tensor(IReadOnlyList<object?> arguments, object? type)
    {
        if (arguments.Count < 4 || arguments[0] is not TorchStorage storage || arguments[1] is not long offset)
            throw Wrong("a tensor");
        string dataType = storage.DataType ?? (type is PickleGlobal name ? Type(name) : null)
            ?? throw new PickleException($"a tensor in the storage {storage.Key} has no type that is known");
        long[] sizes = Numbers(arguments[2]), strides = Numbers(arguments[3]);
        if (sizes.Length != strides.Length || sizes.Length > LargestRank) throw Wrong("a tensor");
        long last = offset, elements = 1;
        int width = TensorTypes.Width(dataType);
        long values = storage.DataType is null ? storage.Count / width : storage.Count;
        if (offset < 0 || offset > values) throw Outside(storage);
        for (int d = 0; d < sizes.Length; d++)
        {
            if (sizes[d] is < 0 or > int.MaxValue || strides[d] < 0 || strides[d] > values && sizes[d] > 1) throw Outside(storage);
            elements = Math.Min(elements * sizes[d], Array.MaxLength + 1L);
            last = Math.Min(last + (sizes[d] - 1) * strides[d], long.MaxValue / 2);
        }
        bool isEmpty = sizes.Contains(0);
        if (!isEmpty && (last < 0 || last >= values)) throw Outside(storage);
        if (!isEmpty && elements * width > Array.MaxLength)
            throw new PickleException(
                $"a tensor of [{string.Join(", ", sizes)}] has more than {Array.MaxLength} bytes, the most that is read");
        return new TorchTensor(storage, dataType, offset, [.. sizes.Select(size => (int)size)], strides);
    }

    private static object? Parameter(IReadOnlyList<object?> arguments) =>
        At(arguments, 0) is TorchTensor tensor ? tensor : throw Wrong("a parameter");

    private static PickleDict Dict(IReadOnlyList<object?> arguments)
    {
        var dict = new PickleDict();
        if (IsEmpty(arguments)) return dict;
        // Python 2 gives the pairs to the constructor.
        if (arguments[0] is not PickleList pairs) throw Wrong("a dict");
        foreach (object? pair in pairs.Items)
        {
            IReadOnlyList<object?> both = pair switch { PickleTuple tuple => tuple.Items, PickleList list => list.Items, _ => [] };
            if (both.Count != 2) throw Wrong("a dict");
            dict.Entries.Add(new(both[0], both[1]));
        }
        // Moved, not copied: many calls for one long list would fill the memory.
        pairs.Items.Clear();
        return dict;
    }

    /// <summary>A container of nothing: called without an argument, or, as TorchSharp.PyBridge does, with an empty tuple.</summary>
    private static bool IsEmpty(IReadOnlyList<object?> arguments) => arguments is [] or [PickleTuple { Items.Count: 0 }];

    private static PickleList List(IReadOnlyList<object?> arguments)
    {
        if (IsEmpty(arguments)) return new PickleList();
        return At(arguments, 0) is PickleList items ? items : throw Wrong("a list");
    }

    private static long[] Numbers(object? value) =>
        value is PickleTuple { Items: var items } && items.All(item => item is long) ? [.. items.Cast<long>()] : throw Wrong("a tensor");

    private static object? At(IReadOnlyList<object?> arguments, int index) => index < arguments.Count ? arguments[index] : null;

    private static PickleException Wrong(string what) => new($"the arguments of {what} are not those that PyTorch writes");

    private static PickleException Outside(TorchStorage storage) => new($"a tensor reaches beyond its storage {storage.Key}");
}
