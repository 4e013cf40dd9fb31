using Fusion.Compiler.Declarations;

namespace Fusion.Compiler.Lower;

/// <summary>Names the taps of one network at one size, and checks the names.</summary>
internal sealed class TapLowering(NetworkSpec spec, GraphBuilder builder, LoweringErrors errors)
{
    private readonly Dictionary<string, (Frame Frame, int Expression)> _places = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>The names so far, those of taps at unknown values included.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Taps a value.</summary>
    /// <param name="frame">The expansion in which the tap stands.</param>
    /// <param name="expression">The attribute or call.</param>
    /// <param name="path">The way to it, from which its name is made.</param>
    /// <param name="node">The value; null where it is unknown.</param>
    public void Declare(Frame frame, int expression, string path, int? node)
    {
        string name = TapNames.Of(path);
        if (Mistake(name) is { } mistake)
        {
            errors.Add(frame.Error(expression, DiagnosticIds.TapName, mistake));
            return;
        }

        if (_places.TryGetValue(name, out var first))
        {
            bool isSame = first.Expression == expression && first.Frame.Home.IsSamePlace(frame.Home);
            LoweringError error = frame.Error(
                expression, DiagnosticIds.DuplicateTap,
                isSame
                    ? $"The tap '{name}' shows several values, because what it stands in is applied several times; tap each result in "
                        + $"Forward, with names of their own, as in Tap(x, \"{name}1\")"
                    : $"Two taps are called '{name}'; give one of them another name, as in Tap(\"{name}Before\")");
            var earlier = new DeclarationPlace(first.Frame.Declaration.Type, first.Expression);
            errors.Add(isSame ? error : error with { Uses = error.Uses.Append(earlier).ToEquatableArray() });
            return;
        }

        _places.Add(name, (frame, expression));
        _names.Add(name);
        if (node is { } id) builder.Tap(name, id);
    }

    /// <summary>The function <c>Tap</c> of <c>Ops</c>: hands its value on.</summary>
    /// <param name="value">What it is applied to.</param>
    /// <param name="name">The name, which Parse takes from the local where none is given; null where there is none.</param>
    public void Declare(Frame frame, Call call, object? value, object? name)
    {
        if (name is UnknownValue) return;
        if (name is not string text)
        {
            errors.Add(frame.Error(
                call.Id, DiagnosticIds.TapName,
                $"{(name is null ? "This tap has no name" : $"The name of this tap is {Scalars.Describe(name)}")}; put its result into a "
                    + "local, after which it is named, or give it a name, as in Tap(x, \"features\")"));
            return;
        }

        Declare(frame, call.Id, ParameterPath.Resolve(frame.Trail, text), (value as TensorValue)?.Node);
    }

    private string? Mistake(string name) =>
        !TapNames.IsValid(name)
            ? $"The tap cannot be called '{ParameterPath.InOneLine(name)}', because that is no name in C#; use letters and digits, and "
                + "begin with a letter"
        : spec.Members.Contains(name)
            ? $"The tap cannot be called '{name}', because '{spec.ClassName.TrimStart('@')}' has a member of that name, and each tap "
                + "becomes one; give it another name, as in Tap(\"Features\")"
        : null;
}
