namespace Fusion.Compiler.Lower;

/// <summary>
/// The mistakes that were found so far. What several sizes, or several uses of a block, have wrong at one place is one mistake.
/// </summary>
internal sealed class LoweringErrors
{
    private readonly List<LoweringError> _all = [];
    private readonly HashSet<(string Type, int Expression, string Id)> _places = [];

    public IReadOnlyList<LoweringError> All => _all;

    /// <returns>The value of what is wrong.</returns>
    public UnknownValue Add(LoweringError error)
    {
        if (_places.Add((error.Type, error.ExpressionId, error.Id))) _all.Add(error);
        return UnknownValue.Instance;
    }
}
