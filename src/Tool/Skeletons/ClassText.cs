using System.Text;
using System.Text.RegularExpressions;

namespace Fusion.Tool.Skeletons;

/// <summary>A layer's field and how <c>Forward</c> calls it.</summary>
/// <param name="Name">The field.</param>
/// <param name="Attributes">Its operations, and a prefix where its name is not that of the module.</param>
/// <param name="Hint">What has to be found out.</param>
internal sealed record SkeletonField(string Name, List<string> Attributes, string Hint);

/// <summary>The text of a class whose numbers of channels may become parameters.</summary>
internal sealed partial class ClassText(bool isBlock)
{
    /// <summary>Longer lines do not move the others.</summary>
    private const int LongestAligned = 90;

    private const int MostParameters = 4;

    public List<SkeletonField> Fields { get; } = [];

    /// <summary>The statements of <c>Forward</c>; none where the fields run one after the other.</summary>
    public List<string> Statements { get; } = [];

    /// <summary>A number of channels, to be replaced by a parameter.</summary>
    public static string Number(int value) => $"\u0001{value}\u0002";

    /// <summary>The text behind the class's name, and the numbers that its parameters stand for.</summary>
    public (string Text, IReadOnlyList<int> Arguments) Print()
    {
        int[] numbers = isBlock
            ? [.. Fields.Select(Head).SelectMany(head => Placeholder().Matches(head)).Select(match => int.Parse(match.Groups[1].Value))
                .Distinct()]
            : [];
        if (numbers.Length > MostParameters) numbers = [];
        string[] names =
            numbers.Length switch { 1 => ["width"], 2 => ["width", "outputs"], _ => [.. numbers.Select((_, i) => $"width{i + 1}")] };
        string[] heads = [.. Fields.Select(field => Placeholder().Replace(Head(field), match =>
            Array.IndexOf(numbers, int.Parse(match.Groups[1].Value)) is >= 0 and int index
                ? $"\"{names[index]}\""
                : match.Groups[1].Value))];
        int longest = heads.Select(head => head.Length).Where(length => length <= LongestAligned).DefaultIfEmpty().Max();
        var text = new StringBuilder(numbers.Length == 0 ? "" : $"({string.Join(", ", names.Select(name => "int " + name))})")
            .Append("\n{\n");
        foreach (var (field, head) in Fields.Zip(heads))
            text.Append(
                $"    {head.PadRight(longest)}   Layer {field.Name};{(field.Hint.Length == 0 ? "" : $"   // TODO: {field.Hint}")}\n");
        if (Statements.Count > 0)
        {
            text.Append(
                "\n    // TODO: which layer reads what is a guess from the numbers of channels.\n    Tensor Forward(Tensor x)\n    {\n");
            foreach (string statement in Statements) text.Append($"        {statement}\n");
            text.Append("    }\n");
        }
        return (text.Append("}\n").ToString(), numbers);
    }

    private static string Head(SkeletonField field) => $"[{string.Join(", ", field.Attributes)}]";

    [GeneratedRegex("\u0001(\\d+)\u0002")]
    private static partial Regex Placeholder();
}
