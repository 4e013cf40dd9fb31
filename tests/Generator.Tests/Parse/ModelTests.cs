using System.Globalization;
using System.Text;
using Fusion.Compiler.Declarations;
using Fusion.Generator.Parse;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Parse;

/// <summary>What Parse makes of declarations, and where each part of it stands in the source.</summary>
public sealed class ModelTests
{
    [Fact]
    public Task Residual() => Verify(Declarations.Residual, "Sample.Residual");

    [Fact]
    public Task Branches() => Verify(Declarations.ValidBranches, "Branches");

    [Fact]
    public Task Sizes() => Verify(Declarations.Sizes, "Sizes");

    [Fact]
    public Task Expressions() => Verify("""
        [Block]
        class B(int n, double slope = 0.5f, bool flag = true, string name = "x", Activation act = Activation.Silu)
        {
            private const int Own = 3;
            [Conv("n * (2 + Own) - n / 2 % 3", "(n > 2 && !flag || n >= 1 ? 3 : 1, 1)",
                When = "n <= 4 && n < 9 || n == 2 || n != 3")] Layer a;
            [LeakyRelu(Slope = "-slope + +Math.Max(slope, 1.5) * (double)n"), Conv("(int)Sqrt(16.0)", 1)] Layer b;
            [Activate("act"), Activate("Activation.Relu6"), Activate(Activation.Tanh)] Layer c;
            [Conv(@"x.Channels", 1, Name = "conv{n}_{index + 1}/tail")] Layer d;
            [Conv(kernel: 1, outputs: 4), Prefix("p{n}")] Layer e, f;
            [Conv(Own, Outer.Deep, Stride = 1)] Layer g;
        }

        static class Outer { public const byte Deep = 1; }

        [FusedNetwork(8, 6, 4)]
        partial class Net
        {
            [Block<B>(4), Block<B>("n: 2, slope: 1.5, flag: 1 < 2"), Block<B>(3, 0.25, false, Repeat = 2, Name = "b{index}")] Layer a;
            [Reshape(-1, 4), Slice(0, "2 + 1")] Layer last;
        }
        """, "Net");

    [Fact]
    public Task Statements() => Verify("""
        [FusedNetwork]
        partial class Net
        {
            private const int Two = 2;
            [Conv(4, 1)] Layer conv, Relu;

            (Tensor, Tensor last) Forward([Shape(8, 6, 4)] Tensor x, [Shape(4)] Tensor v)
            {
                Tensor y = conv(x), z;
                z = y; ;
                {
                    z += v;
                    z *= y;
                }
                var (p, q) = Split(z, Two);
                (var r, var s) = Split(z, 1, 3);
                (p, q) = (q, p);
                var all = Split(z, 1, second: 1, more: [2]);
                int n = all.Length - 1, m;
                m = -n + v.Channels;
                m--;
                ++m;
                if (m < 0) z = this.conv(z); else if (n > 3) { } else z = x;
                for (int i = 0; i < n; i++) z = Ops.Relu(Relu(z)!);
                for (int i = n; i > 0; i -= 2) { z = LeakyRelu(slope: 0.5, x: z); }
                z = Upsample(z, (2, 1), mode: UpsampleMode.Nearest);
                z = Reshape(z, -1, Math.Abs(x.Channels) / 1);
                return (Concat(all[0], p, q), Concat([r, s, x.Width == 6 ? r : s]));
            }
        }
        """, "Net");

    /// <summary>Parts that cannot be read stand beside those that can, and each mistake is reported in its place.</summary>
    [Fact]
    public Task Mistakes() => Verify("""
        [Block] class B(int n, ref int r, short s, params int[] p) { [Conv("n + w * u", 1, Name = "a{}b")] Layer a; }
        [Block] abstract class C { [Block<string>] Layer a; }
        [FusedNetwork(8, 0, 3), FusedNetwork(8, 8, 3), FusedNetwork(8, 8, 3), FusedNetwork(1, 2, 3, 4, 5), FusedNetwork(null!)]
        partial class Net
        {
            [Conv("", "width", Stride = "2 +", Name = "a}")] Layer a;
            [Block<B>("1, 2 3"), Block<C>(""), Block<string>("n")] Layer b;
            [Conv(typeof(int), 3), Conv(null!, 3)] Layer c;
            [Prefix(null!), Relu] Layer d;
            Layer e;
            [Relu] int f;

            Tensor Forward(Tensor x)
            {
                var unused = a(x);
                foreach (int i in new[] { 1 }) x = a(x);
                x = b(x) + Other.l(x);
                lock (x) { }
                x = a.Invoke(x);
                Layer g = a;
                x = g(x);
                return Math.Cbrt(2) > 1 ? a(Console.In is null ? x : x) : b(x);
            }
        }
        static class Other { public static Layer l = x => x[0]; }
        """, "Net");

    private static Task Verify(string source, string name, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var (model, map, session) = HeadTests.Read(source, name, withPlaces: true);
        var text = new StringBuilder();
        NetworkSpec spec = model.Sketch!;
        text.Append($"{(session.Failed ? "failed" : "sound")}, sizes {spec.Sizes}\n");
        foreach (Diagnostic error in session.Errors.Select(error => error.Diagnostic))
            text.Append($"{error.Id} at '{Place(source, error.Location)}': {error.GetMessage(CultureInfo.InvariantCulture)}\n");
        foreach (BlockSpec block in spec.Blocks.Prepend(spec.Body))
        {
            text.Append($"\n{block.Type} {block.ShortName} {block.Id}\n");
            foreach (BlockParameter parameter in block.Parameters) text.Append($"  {parameter}\n");
            foreach (LayerSpec layer in block.Layers)
            {
                text.Append($"  {layer.Id} {layer.Name} {layer.Prefix}\n");
                foreach (OperationSpec operation in layer.Operations) text.Append($"    {operation}\n");
            }
            if (block.Forward is { } forward)
            {
                text.Append($"  {forward.Id} Forward {forward.Inputs} → {forward.OutputNames}\n");
                foreach (Statement statement in forward.Body) text.Append($"    {statement}\n");
            }
            for (int id = 0; map!.Find(block.Type, id) is { } place && place != Location.None; id++)
                text.Append($"  {id}: {Place(source, place).Replace("\n", " ")}\n");
        }
        return Verifier.Verify(text.ToString(), method: test);
    }

    private static string Place(string source, Location location) =>
        source.Substring(location.SourceSpan.Start, location.SourceSpan.Length);
}
