using Fusion.Tool.Shell;

namespace Fusion.Tool.Weights;

/// <summary>
/// Another name for a tensor, or, where the old one ends in a dot, another beginning for the names of many: <c>module.=</c> takes one off.
/// </summary>
internal sealed record Renaming(string From, string To)
{
    /// <exception cref="ToolException">It is not of the form <c>FROM=TO</c>.</exception>
    public static Renaming Parse(string text) =>
        text.Split('=') is [{ Length: > 0 } from, var to] ? new Renaming(from, to)
            : throw new ToolException(
                $"--rename '{text}': FROM=TO was expected, such as fc.=head.fc. or module.= to take a beginning off.");

    /// <summary>Renames tensors, one rule after the other.</summary>
    /// <exception cref="ToolException">A rule is for no tensor, or two tensors come to the same name.</exception>
    public static IReadOnlyList<StoredTensor> Apply(IReadOnlyList<Renaming> rules, IReadOnlyList<StoredTensor> tensors)
    {
        foreach (Renaming rule in rules)
        {
            if (!tensors.Any(tensor => rule.Fits(tensor.Name)))
                throw new ToolException($"--rename {rule.From}={rule.To}: no tensor {(rule.IsBeginning ? "begins with" : "is called")} "
                    + $"{rule.From}{(rule.IsBeginning ? "" : " (a beginning of names ends in a dot)")}.");
            tensors = [.. tensors.Select(tensor => rule.Fits(tensor.Name) ? tensor with { Name = rule.Of(tensor.Name) } : tensor)];
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (StoredTensor tensor in tensors)
        {
            if (tensor.Name.Length == 0 || tensor.Name == "__metadata__")
                throw new ToolException($"A tensor cannot be called '{tensor.Name}'; --rename gives it another name.");
            if (!names.Add(tensor.Name)) throw new ToolException($"Two tensors come to the name {tensor.Name}.");
        }
        return tensors;
    }

    private bool IsBeginning => From[^1] == '.';

    private bool Fits(string name) => IsBeginning ? name.StartsWith(From, StringComparison.Ordinal) : name == From;

    private string Of(string name) => To + name[From.Length..];
}
