namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// The microkernels of one instruction set. Layers of equal shape print equal microkernels, and equal ones are kept once; so the text is
/// made under a placeholder name first.
/// </summary>
public sealed class TileLibrary
{
    public const string Placeholder = "@TILE@";

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    /// <summary>The name of the microkernel with this text.</summary>
    /// <param name="wanted">A name that says its shape; a number is added where different microkernels want the same.</param>
    public string Add(string wanted, string text)
    {
        if (_names.TryGetValue(text, out string? name)) return name;
        name = wanted;
        for (int i = 2; !_used.Add(name); i++) name = $"{wanted}_{i}";
        _names[text] = name;
        _texts.Add(text.Replace(Placeholder, name));
        return name;
    }

    public void Write(CodeWriter writer)
    {
        foreach (string text in _texts)
        {
            writer.Line();
            writer.Lines(text);
        }
    }
}
