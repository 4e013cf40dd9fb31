namespace Fusion.Generator.Tests.Support;

/// <summary>Valid declarations, which between them use the whole language.</summary>
internal static class Declarations
{
    public const string Residual = """
        namespace Sample;

        /// <summary>Two convolutions and a shortcut.</summary>
        [Block]
        public partial class Basic(int width, int stride = 1, Activation activation = Activation.Relu)
        {
            [Conv("width", 3, Stride = "stride"), BatchNorm, Activate("activation")]   Layer conv1;
            [Conv("width", 3), BatchNorm]                                              Layer conv2;
            [Conv("width", 1, Stride = "stride"), BatchNorm]                           Layer downsample;

            Tensor Forward(Tensor x) =>
                Relu(conv2(conv1(x)) + (stride == 1 && x.Channels == width ? x : downsample(x)));
        }

        [FusedNetwork(16, 16, 3)]
        public partial class Residual
        {
            [Conv(8, 3), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]              Layer stem;
            [Block<Basic>(8), Block<Basic>("2 * 8, stride: 2"), Block<Basic>(16, Repeat = 2)]   Layer body;
            [GlobalAveragePool, Linear(10)]                                                 Layer head;
        }
        """;

    public const string Branches = """
        [Block]
        class Gate(int squeezed)
        {
            [GlobalAveragePool, Conv("squeezed", 1), Relu, Conv("x.Channels", 1), HardSigmoid(Slope = 0.2)] Layer gate;

            Tensor Forward(Tensor x) => x * gate(x);
        }

        [FusedNetwork]
        partial class Branches
        {
            private const int Width = 16;

            [Conv(Width, 3, Stride = "(2, 1)"), PRelu]                       Layer a;
            [DepthwiseConv(3), BatchNorm, LeakyRelu(Slope = -0.125)]         Layer b;
            [Block<Gate>(4, Name = "gates.{index}", Repeat = 2)]             Layer gates;
            [Prefix("final"), Conv("index + 4", 1, When = "x.Channels > 4", Name = "/last")] Layer wrong;

            (Tensor left, Tensor right) Forward([Shape(8, 12, 3)] Tensor rgb, [Shape(8, 12, 16)] Tensor depth)
            {
                var x = a(rgb);
                for (int i = 0; i < 2; i++) x = gates(x);
                if (x.Width == 12) x += AveragePool(depth, (2, 1), ceilMode: true);
                var (p, q) = Split(b(x), 2);
                return (Concat(q, p), Softmax(Flatten(Upsample(p, 2, UpsampleMode.Bilinear))));
            }
        }
        """;

    public const string Sizes = """
        [FusedNetwork(12, 20, 3), FusedNetwork(9, 7, 3)]
        partial class Sizes
        {
            [Conv(12, "(3, 1)", Groups = 3, Padding = "(1, 0)"), HardSwish, SqueezeExcite(Reduction = 4), ChannelShuffle(3)] Layer features;
            [GlobalMaxPool, Dropout, Linear(5, Bias = false), BatchNorm, Gelu(Approximate = true)] Layer head;
        }
        """;

    /// <summary>As <see cref="Branches"/>, whose layer <c>wrong</c> must not be there.</summary>
    public static string ValidBranches { get; } = string.Join("\n", Branches.Split('\n').Where(line => !line.Contains("Layer wrong")));

    /// <summary>Taps in blocks, on gates, on locals, at several sizes, in the caller's memory.</summary>
    public const string Taps = """
        namespace Sample;

        [Block]
        public partial class Squeezed(int width)
        {
            [Conv("width", 3), BatchNorm, Tap, Relu]          Layer conv;
            [SqueezeExcite(Reduction = 4, TapGate = true)]    Layer se;
        }

        [FusedNetwork(8, 8, 3), FusedNetwork(12, 6, 3)]
        public partial class SizedTaps
        {
            [Conv(8, 3), Relu, Tap]                           Layer stem;
            [Block<Squeezed>(8), Block<Squeezed>(16)]         Layer body;
            [GlobalAveragePool, Linear(10), Tap("logits")]    Layer head;
        }

        [FusedNetwork]
        public partial class SeveralTaps
        {
            [Conv(16, 3)]   Layer conv;

            (Tensor left, Tensor right) Forward([Shape(8, 12, 16)] Tensor size, [Shape(8, 12, 16)] Tensor @lease)
            {
                Tensor seen = Tap(@lease);
                Tensor sum = Tap(conv(size) + seen);
                return (Relu(sum), Tap(Sigmoid(sum), "@class"));
            }
        }
        """;

    /// <summary>Blocks with several inputs and outputs, methods, arrays, numbering that goes on, a network of a block.</summary>
    public const string Language = """
        namespace Sample;

        public static class Widths
        {
            private static readonly int[] s_base = [16, 24];

            public static int MakeDivisible(double value, int divisor = 8)
            {
                int rounded = Math.Max(divisor, (int)(value + divisor / 2) / divisor * divisor);
                while (rounded < 0.9 * value) rounded += divisor;
                return rounded;
            }

            public static int Of(int stage) => s_base[stage];

            public static Tensor Gate(this Tensor x, Activation kind = Activation.Sigmoid) => kind switch
            {
                Activation.Sigmoid => x * Sigmoid(x),
                Activation.Relu or Activation.Relu6 => Relu(x),
                _ => throw new ArgumentException($"no gate of the kind {kind}"),
            };
        }

        [Block]
        public partial class Gated(int reduction)
        {
            [GlobalAveragePool, Conv("x.Channels / reduction", 1), Relu, Conv("x.Channels", 1), Sigmoid]   Layer squeeze;

            (Tensor y, Tensor gate) Forward(Tensor x)
            {
                var gate = squeeze(x);
                return (y: x * gate, gate);
            }
        }

        [Block]
        public partial class Merge
        {
            [Conv("Widths.MakeDivisible(0.4 * x.Channels)", 1)]   Layer project;

            Tensor Forward(Tensor x, params Tensor[] more)
            {
                foreach (Tensor other in more) x = Act(x, other);
                return project(x);

                static Tensor Act(Tensor a, Tensor b) => Relu(a + b).Gate();
            }
        }

        [Block]
        public partial class Backbone(double width, int depth)
        {
            [Conv("Widths.MakeDivisible(width * Widths.Of(index), divisor: 4)", 3), BatchNorm, Relu, Repeat(2)]   Layer[] convs;
            [Block<Gated>(2), Repeat("depth")]                                      Layer<(Tensor y, Tensor gate)>[] gates;
            [Block<Merge>]                                                          Layer merge;
            [Prefix("features"), Conv(8, 1), Relu]                                  Layer low;
            [Continue(nameof(low)), Conv(8, 1)]                                     Layer high;

            (Tensor output, Tensor gate) Forward(Tensor image)
            {
                Tensor x = image;
                foreach (Layer conv in convs) x = conv(x);
                var all = new Tensor[depth];
                for (int i = 0; i < gates.Length; i++)
                {
                    var result = gates[i](x);
                    all[i] = result.gate;
                    x = result.Item1;
                }

                Tensor[] parts = [x, .. Split(Concat(x, x), 2)];
                return (Tail(merge(parts)), Concat(all));

                Tensor Tail(Tensor y)
                {
                    var detail = Tap(low(y), $"detail{depth}");
                    return depth is > 0 and < 9 ? detail + high(detail) : detail;
                }
            }
        }

        [FusedNetwork(8, 6, 3), With<Backbone>("width: 1.5, depth: 2")]
        public partial class Variant;
        """;

    public static IReadOnlyList<string> All { get; } = [Residual, ValidBranches, Sizes, Taps, Language];
}
