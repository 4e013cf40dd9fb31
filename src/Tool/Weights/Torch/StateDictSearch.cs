using Fusion.Tool.Shell;
using Fusion.Tool.Weights.Pickle;

namespace Fusion.Tool.Weights.Torch;

/// <summary>A state dict in what a checkpoint holds.</summary>
internal sealed record FoundStateDict(IReadOnlyList<KeyValuePair<string, TorchTensor>> Tensors, IReadOnlyList<string> Notes);

/// <summary>Finds the weights in a checkpoint: it is a state dict, or has one among its entries, beside an optimiser's state,
/// say.</summary>
internal static class StateDictSearch
{
    /// <summary>Where programs put the weights, the most usual first.</summary>
    private static readonly string[] s_usual = ["state_dict", "model_state_dict", "model_state", "model", "net", "params", "weights"];

    private const int MostNames = 8;

    /// <exception cref="ToolException">There is none, or there are several and <paramref name="key"/> is null.</exception>
    public static FoundStateDict Find(object? root, string? key, string path)
    {
        if (root is not PickleDict dict)
            throw new ToolException($"{path} holds {Describe(root)}; a state dict, or a dict with one, was expected.");
        List<KeyValuePair<string, PickleDict>> inner =
            [.. Texts(dict).Where(entry => entry.Value is PickleDict nested && HasTensors(nested))
            .Select(entry => KeyValuePair.Create(entry.Key, (PickleDict)entry.Value!))];
        if (key is not null)
        {
            PickleDict? named = inner.LastOrDefault(entry => entry.Key == key).Value;
            return named is null ? throw new ToolException($"{path} has no state dict '{key}'; {Known(inner)}.") : Collect(named, key);
        }
        if (HasTensors(dict)) return Collect(dict, null);
        if (inner.Count == 0) throw new ToolException($"{path} holds no tensors by name; {Keys(dict)}.");
        string? usual = s_usual.FirstOrDefault(name => inner.Any(entry => entry.Key == name));
        if (usual is null && inner.Count > 1) throw new ToolException($"{path}: {Known(inner)}; --key says which one is meant.");
        string taken = usual ?? inner[0].Key;
        return Collect(inner.Last(entry => entry.Key == taken).Value, taken);
    }

    private static FoundStateDict Collect(PickleDict dict, string? key)
    {
        var tensors = new OrderedDictionary<string, TorchTensor>(StringComparer.Ordinal);
        List<string> others = [], nested = [], unnamed = [];
        foreach ((object? name, object? value) in dict.Entries)
        {
            if (name is string text && value is TorchTensor tensor) tensors[text] = tensor;
            else if (value is TorchTensor) unnamed.Add($"{name}");
            else if (value is PickleDict inner && HasTensors(inner)) nested.Add(name as string ?? "?");
            else others.Add(name as string ?? "?");
        }

        List<string> notes = [];
        if (key is not null) notes.Add($"the state dict is the entry '{key}' of the checkpoint.");
        if (nested.Count > 0) notes.Add($"left out the tensors in dicts within it: {List(nested)}.");
        if (unnamed.Count > 0) notes.Add($"left out tensors whose names are no texts: {List(unnamed)}.");
        if (others.Count > 0) notes.Add($"left out what is no tensor: {List(others)}.");
        return new FoundStateDict([.. tensors], notes);
    }

    private static bool HasTensors(PickleDict dict) => dict.Entries.Any(entry => entry is { Key: string, Value: TorchTensor });

    private static IEnumerable<KeyValuePair<string, object?>> Texts(PickleDict dict) =>
        dict.Entries.Where(entry => entry.Key is string).Select(entry => KeyValuePair.Create((string)entry.Key!, entry.Value));

    private static string Known(IReadOnlyList<KeyValuePair<string, PickleDict>> inner) =>
        inner.Count == 0 ? "it has none at all" : $"it has the state dicts {List([.. inner.Select(entry => entry.Key)])}";

    private static string Keys(PickleDict dict) =>
        dict.Entries.Count == 0 ? "it is empty" : $"its entries are {List([.. Texts(dict).Select(entry => entry.Key)])}";

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");

    private static string Describe(object? value) => value switch
    {
        TorchTensor => "a single tensor without a name",
        PickleList or PickleTuple => "a list",
        null => "nothing",
        _ => "a single value",
    };
}
