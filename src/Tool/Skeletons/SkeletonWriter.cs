using System.Text;
using Fusion.Tool.Shell;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Skeletons;

/// <summary>A block class that a module has become.</summary>
internal sealed record SkeletonBlock(string Name, IReadOnlyList<int> Arguments, int Inputs, int Outputs)
{
    public string Attribute(string? name, int repeat)
    {
        IEnumerable<string> arguments = Arguments.Select(ClassText.Number);
        if (repeat > 1) arguments = arguments.Append($"Repeat = {repeat}");
        if (name is not null) arguments = arguments.Append($"Name = {SafeText.Literal(name)}");
        return arguments.Any() ? $"Block<{Name}>({string.Join(", ", arguments)})" : $"Block<{Name}>";
    }
}

/// <summary>
/// Writes the declaration of a network from the names and shapes of its weights. Modules of one structure become one block class. What
/// weights do not tell is marked: sizes, strides, activations, and where layers read from.
/// </summary>
internal sealed class SkeletonWriter
{
    private const int LargestKernelRank = 3, Edge = 64;

    private readonly Dictionary<string, string> _blocks = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly HashSet<string> _names;
    private readonly List<StoredTensor> _left = [];

    private SkeletonWriter(string name, int rank)
    {
        _names = [name];
        Rank = rank;
    }

    /// <summary>The dimensions of positions: that of the convolutions' kernels.</summary>
    public int Rank { get; }

    /// <summary>The tensors that the declaration has no layer for.</summary>
    public IReadOnlyList<StoredTensor> Left => _left;

    /// <summary>The declaration, and what it leaves out.</summary>
    /// <exception cref="ToolException">No layer can be guessed.</exception>
    public static (string Text, IReadOnlyList<StoredTensor> Left) Write(string name, string source, IReadOnlyList<StoredTensor> tensors)
    {
        int rank = tensors.Where(tensor => tensor.Name.EndsWith(".weight", StringComparison.Ordinal))
            .Select(tensor => tensor.Dimensions.Count - 2)
            .Where(kernel => kernel is > 0 and <= LargestKernelRank).GroupBy(kernel => kernel)
            .OrderByDescending(group => group.Count()).FirstOrDefault()?.Key ?? 0;
        var writer = new SkeletonWriter(name, rank);
        var builder = new ClassBuilder(writer, Module.Tree(tensors), isBlock: false);
        if (builder.Build() is not { } network)
            throw new ToolException($"{source}: no layer can be guessed from its {tensors.Count} tensors.");
        var text = new StringBuilder();
        string loads = source.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)
            ? "it loads that file" : "fusion convert makes the file that it loads";
        text.Append($"// A skeleton from the names and shapes in {SafeText.OneLine(source)}; {loads}. ")
            .Append("Each TODO is what weights do not tell.\n");
        foreach (StoredTensor tensor in writer._left)
        {
            text.Append($"// TODO: {SafeText.OneLine(tensor.Name)} [{string.Join(", ", tensor.Dimensions)}] belongs to no layer here ")
                .Append("(load with Strict = false).\n");
        }

        text.Append("using Fusion;\nusing static Fusion.Ops;\n\n");
        foreach (string block in writer._texts) text.Append(block).Append('\n');
        IEnumerable<int> sizes = Enumerable.Repeat(rank == 3 ? Edge / 4 : Edge, rank).Append(builder.Inputs);
        text.Append($"[FusedNetwork({string.Join(", ", sizes)})]{(rank > 0 ? "   // TODO: the size of the input" : "")}\n");
        text.Append($"public partial class {name}{network.Print().Text}");
        return (text.ToString(), writer._left);
    }

    public LayerGuess? Guess(Module leaf) => LayerGuess.Of(leaf, Rank);

    /// <summary>Keeps tensors that no layer has.</summary>
    public void Leave(IEnumerable<StoredTensor> tensors) => _left.AddRange(tensors.Where(tensor => !_left.Contains(tensor)));

    /// <summary>The block of a module; null where it holds nothing that could be guessed.</summary>
    public SkeletonBlock? Block(Module module)
    {
        var builder = new ClassBuilder(this, module, isBlock: true);
        if (builder.Build() is not { } text) return null;
        (string body, IReadOnlyList<int> arguments) = text.Print();
        if (!_blocks.TryGetValue(body, out string? name))
        {
            _blocks[body] = name = FieldNames.Class(module.Path, _names);
            _names.Add(name);
            _texts.Add($"[Block]\npublic partial class {name}{body}");
        }
        return new SkeletonBlock(name, arguments, builder.Inputs, builder.Outputs);
    }
}
