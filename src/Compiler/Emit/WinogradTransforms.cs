using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit;

/// <summary>
/// Prints Winograd's transforms along one axis: the matrices Bᵀ of the inputs and Aᵀ of the results, for the points 0, ±p, ±q and infinity,
/// with what the two signs of a point share computed once.
/// </summary>
public sealed class WinogradTransforms(INumberCode code, WinogradTransform transform)
{
    private readonly double _p = transform.Near;
    private readonly double _q = transform.Far;

    /// <summary>
    /// Statements from the inputs to the points. Each value is loaded just before it is used and stored as soon as it is there: with 16
    /// registers, of which the constants take eight, all at once do not fit.
    /// </summary>
    /// <param name="load">The expression for an input.</param>
    /// <param name="store">The statement that stores a variable as a point.</param>
    public IEnumerable<string> Inputs(Func<int, string> load, Func<string, int, string> store)
    {
        string Load(int index) => Value("d" + index, load(index));
        if (transform.Far == 0)
        {
            return
            [
                Load(0), Load(1), Load(2), Load(3),
                store("(d0 - d2)", 0), store("(d1 + d2)", 1), store("(d2 - d1)", 2), store("(d1 - d3)", 3),
            ];
        }
        // The rows of Bᵀ are the products of (x - a) over all points a but their own.
        return
        [
            Load(2), Load(4),
            Value("nearEven", Fused("d2", -_q * _q, "d4")), Value("farEven", Fused("d2", -_p * _p, "d4")),
            Load(0), store(Fused("d0", _p * _p * _q * _q, Fused("d2", -(_p * _p + _q * _q), "d4")), 0),
            Load(1), Load(3),
            Value("nearOdd", Fused("d1", -_q * _q, "d3")),
            store(Fused("nearOdd", _p, "nearEven"), 1), store(Fused("nearOdd", -_p, "nearEven"), 2),
            Value("farOdd", Fused("d1", -_p * _p, "d3")),
            store(Fused("farOdd", _q, "farEven"), 3), store(Fused("farOdd", -_q, "farEven"), 4),
            Load(5), store(Fused("d1", _p * _p * _q * _q, Fused("d3", -(_p * _p + _q * _q), "d5")), 5),
        ];
    }

    /// <summary>Statements from the points v0, v1, … to the results c0, c1, ….</summary>
    public IEnumerable<string> Results() => transform.Far == 0
        ?
        [
            Value("c0", "v0 + v1 + v2"), Value("c1", "v1 - v2 - v3"),
        ]
        :
        [
            // A point and its negative: even powers take their sum, odd powers their difference.
            Value("nearSum", "v1 + v2"), Value("nearGap", "v1 - v2"), Value("farSum", "v3 + v4"), Value("farGap", "v3 - v4"),
            Value("c0", "v0 + nearSum + farSum"),
            Value("c1", Fused("farGap", _q, $"nearGap * {code.Constant(_p)}")),
            Value("c2", Fused("farSum", _q * _q, $"nearSum * {code.Constant(_p * _p)}")),
            Value("c3", Fused("farGap", _q * _q * _q, Fused("nearGap", _p * _p * _p, "v5"))),
        ];

    private string Value(string name, string expression) => $"{code.Type} {name} = {expression};";

    private string Fused(string x, double factor, string sum) => code.MultiplyAdd(x, code.Constant(factor), sum);
}
