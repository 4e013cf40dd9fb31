using System.Globalization;
using System.Text.RegularExpressions;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>
/// Generated code takes no memory from the stack that grows with a declared size: threads of user code may have small stacks.
/// </summary>
public sealed partial class StackTests
{
    /// <summary>Bytes of one allocation on the stack: a tile of registers, put aside.</summary>
    private const int MostBytes = 4096;

    /// <summary>Less than a quarter of the least that threads usually have.</summary>
    private const int SmallStack = 256 * 1024;

    /// <summary>What used to be kept on the stack, wider than a stack is.</summary>
    private static readonly Graph[] s_wide =
    [
        Build.Graph("TenSecondsOfSound", g =>
            g.Output("y", g.Add(new Silu(), g.Norm(g.Conv(g.Input("x", 160_000, 8), 8, 9, groups: 8, bias: false))))),
        Build.Graph("WideImage", g =>
        {
            int x = g.Input("x", 3, 30_011, 19);
            g.Output("y", g.Sum(g.Add(new Mish(), g.Conv(x, 19, 3, groups: 19)), x));
        }),
        Build.Graph("WithSums", g =>
            g.Output("y", g.SqueezeExcite(g.Add(new HardSwish(), g.Conv(g.Input("x", 70_001, 24), 24, 5, groups: 24)), 4))),
        Build.Single(new Softmax(), 3, 300_007),
        Build.Single(new LocalResponseNorm(5, 0.5, 0.75, 2), 2, 300_007),
        Build.Single(new LocalResponseNorm(1_000_000_000, 0.5, 0.5, 2), 3, 23),
        Build.Graph("LongFilter", g => g.Output("y", g.Conv(g.Input("x", 5_000, 8), 8, 4_001, groups: 8))),
        Build.Graph("WideLinear", g => g.Output("y", g.Add(new Silu(), g.Linear(g.Input("x", 70_001), 33)))),
    ];

    [Fact]
    public void Wide_values_run_on_a_small_stack() => Check.Graphs(s_wide, _ => 70_001, around: OnSmallStack);

    [Fact]
    public void Nothing_on_the_stack_grows()
    {
        var random = Enumerable.Range(0, 60).Select(seed => RandomGraph.Create(new Random(seed), $"Random{seed}"));
        var found = s_wide.Concat(Networks.All).Concat(random)
            .SelectMany(graph => Allocation().Matches(NetworkText(graph)).Select(match => (graph.Name, match.Value, Bytes: Bytes(match))))
                .ToList();
        Assert.NotEmpty(found);
        Assert.DoesNotContain(found, allocation => allocation.Bytes is not { } bytes || bytes > MostBytes);
    }

    private static string NetworkText(Graph graph) =>
        Compiler.NetworkCompiler.Compile(new Compiler.Emit.NetworkClass("", [], "Net", ""), [graph]).ToString();

    /// <summary>What is allocated; null where the text does not say it.</summary>
    private static long? Bytes(Match allocation) =>
        long.TryParse(allocation.Groups["count"].Value, CultureInfo.InvariantCulture, out long count)
            ? count * (allocation.Groups["type"].Value == "double" ? sizeof(double) : sizeof(float)) : null;

    private static void OnSmallStack(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            },
            SmallStack);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [GeneratedRegex(@"stackalloc (?<type>\w+)\[(?<count>[^\]]*)\]")]
    private static partial Regex Allocation();
}
