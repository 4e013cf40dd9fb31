using Fusion.Tool.Shell;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Skeletons;

/// <summary>A module of PyTorch, as the names of tensors tell of it: <c>layer1.0.conv1.weight</c> is in the module conv1 of 0 of
/// layer1.</summary>
internal sealed class Module(string path)
{
    private const int Deepest = 32;

    private static readonly string[] s_first = ["stem", "body", "backbone", "features", "encoder"];
    private static readonly string[] s_last = ["fc", "head", "heads", "classifier", "linear", "decoder"];

    /// <summary>The whole name; empty for the network.</summary>
    public string Path { get; } = path;

    /// <summary>The last part of the name.</summary>
    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    public List<Module> Children { get; } = [];

    /// <summary>The tensors of the module itself, by the last part of their names.</summary>
    public OrderedDictionary<string, StoredTensor> Tensors { get; } = [];

    public bool IsLeaf => Children.Count == 0;

    /// <summary>Whether it is an <c>nn.Sequential</c>, or looks like one: its modules are numbered in order.</summary>
    public bool IsSequence => !IsLeaf && Tensors.Count == 0
        && Children.All(child => child.Number is not null) && Children.Zip(Children.Skip(1))
            .All(pair => pair.First.Number < pair.Second.Number);

    public int? Number => int.TryParse(Name, out int number) && number is >= 0 and < 10_000 && $"{number}" == Name ? number : null;

    /// <summary>The tensors of the module and of all modules in it.</summary>
    public IEnumerable<StoredTensor> All => Tensors.Values.Concat(Children.SelectMany(child => child.All));

    /// <summary>The modules of a state dict. Counts of training steps, which networks have no use for, are left out.</summary>
    /// <exception cref="ToolException">The names are nested deeper than any network's.</exception>
    public static Module Tree(IReadOnlyList<StoredTensor> tensors)
    {
        var root = new Module("");
        foreach (StoredTensor tensor in tensors)
        {
            string[] parts = tensor.Name.Split('.');
            if (parts.Length > Deepest) throw new ToolException($"The name {tensor.Name} has more than {Deepest} parts.");
            if (parts[^1] == "num_batches_tracked") continue;
            Module module = root;
            foreach (string part in parts[..^1]) module = module.Child(part);
            module.Tensors[parts[^1]] = tensor;
        }
        root.Arrange();
        return root;
    }

    /// <summary>
    /// Files are often sorted by name, which puts bn1 before conv1, and a head before the body that it is on: what is surely wrong is put
    /// right.
    /// </summary>
    private void Arrange()
    {
        foreach (Module child in Children) child.Arrange();
        List<Module> arranged = [.. Children.OrderBy(Place)];
        foreach (Module norm in Children.Where(child => child.Name.StartsWith("bn", StringComparison.Ordinal)))
        {
            int convolution = arranged.FindIndex(child => child.Name == "conv" + norm.Name["bn".Length..]), place = arranged.IndexOf(norm);
            if (convolution < place) continue;
            arranged.Insert(convolution + 1, norm);
            arranged.RemoveAt(place);
        }
        Children.Clear();
        Children.AddRange(arranged);
    }

    private static int Place(Module module) =>
        s_first.Contains(module.Name) ? 0 : s_last.Any(name => module.Name.EndsWith(name, StringComparison.OrdinalIgnoreCase)) ? 2 : 1;

    private Module Child(string name)
    {
        Module? child = Children.Find(known => known.Name == name);
        if (child is null) Children.Add(child = new Module(Path.Length == 0 ? name : $"{Path}.{name}"));
        return child;
    }
}
