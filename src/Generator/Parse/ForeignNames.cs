namespace Fusion.Generator.Parse;

/// <summary>What PyTorch and Keras call the operations of Fusion, for those who write their names.</summary>
internal static class ForeignNames
{
    private const string ByValue =
        "what it returns depends on values, which are not known at build time: compute it from the results of Run, or "
        + "choose by arithmetic, with Relu, Clamp, Minimum, Maximum or a product with a gate";

    /// <summary>Fusion's names, and theirs as <see cref="Key"/> has them, where more than capital letters and the number of dimensions
    /// differs.</summary>
    private static readonly Dictionary<string, string> Names = Table(
        ("Activate", "activation"),
        ("Attention", "scaleddotproductattention"),
        ("AveragePool", "avgpool averagepooling"),
        ("BatchNorm", "batchnormalization syncbatchnorm"),
        ("Clamp", "hardtanh clip"),
        ("Concat", "cat concatenate"),
        ("Conv", "convolution"),
        ("Crop", "cropping"),
        ("CumulativeSum", "cumsum"),
        ("Divide", "div"),
        ("Dropout", "alphadropout featurealphadropout spatialdropout"),
        ("Gather", "indexselect"),
        ("GlobalAveragePool", "adaptiveavgpool globalavgpool globalaveragepooling"),
        ("GlobalMaxPool", "adaptivemaxpool globalmaxpooling"),
        ("GroupNorm", "groupnormalization"),
        ("L2Norm", "norm"),
        ("LayerNorm", "layernormalization"),
        ("LeakyRelu", "rrelu"),
        ("Linear", "dense fc"),
        ("MatMul", "mm bmm dot"),
        ("Max", "amax reducemax"),
        ("MaxPool", "maxpooling"),
        ("Maximum", "clampmin"),
        ("Mean", "reducemean"),
        ("Min", "amin reducemin"),
        ("Minimum", "clampmax"),
        ("Multiply", "mul"),
        ("Negate", "neg"),
        ("Pad", "zeropad zeropadding constantpad reflectionpad replicationpad"),
        ("Reshape", "view unflatten squeeze unsqueeze expanddims"),
        ("Resize", "interpolate"),
        ("Silu", "swish"),
        ("Slice", "narrow"),
        ("Split", "chunk tensorsplit"),
        ("Subtract", "sub"),
        ("Sum", "reducesum"),
        ("ThresholdedRelu", "threshold"),
        ("Tile", "repeat"),
        ("Transpose", "permute swapaxes t"),
        ("Upsample", "upsampling upsamplingnearest upsamplingbilinear"));

    /// <summary>What is said of those of theirs that no one operation stands for.</summary>
    private static readonly Dictionary<string, string> Advice = Table(
        ("write the operations one behind the other in one pair of brackets, as in '[Conv(16, 3), Relu] Layer a;'", "sequential"),
        ("declare an array of layers, as in '[Conv(16, 3), Repeat(3)] Layer[] convs;'", "modulelist"),
        ("leave it out: there is nothing that it would do here", "identity contiguous clone detach cpu cuda to float half requiresgrad"),
        ("the shape is known at build time: write x.Channels, x.Height, x.Width, x.Length, x.Frames or x.Rank", "size shape"),
        ("write x.Rank", "ndim dim"),
        ("indices are no inputs: look the rows up in C#, and give Run their values", "embedding embeddingbag"),
        ("write a [Block] with MultiHeadAttention, LayerNorm and Linear", "transformerencoderlayer transformerencoder"),
        ("there are no random numbers: make them an input of the network", "randn randnlike rand randlike normal"),
        ("a number counts for all elements, as in 'x + 1'; a constant tensor is an input or a [Parameter]",
            "zeros ones zeroslike oneslike full fulllike arange linspace eye tensor"),
        ("write '-Softplus(-x)' in Forward", "logsigmoid"),
        ("write 'Softmax(-x)' in Forward", "softmin"),
        ("write 'Sum(Normalize(a) * Normalize(b), Axes.Channels)' in Forward", "cosinesimilarity"),
        ("write 'L2Norm(a - b + 1e-6, Axes.Channels)' in Forward", "pairwisedistance"),
        ("it is a function of a few lines, which docs/coming-from-pytorch.md has", "glu hardshrink softshrink tanhshrink circularpad"),
        ("docs/coming-from-pytorch.md says what comes nearest",
            "unfold fold maxunpool fractionalmaxpool lppool bilinear rnncell lstmcell grucell adaptivelogsoftmaxwithloss affinegrid"),
        ("write it with Transpose, Reshape, MatMul and Sum", "einsum"),
        ("write 'Mean(Square(x - Mean(x, axes)), axes)', which divides by the number n of values, as unbiased=False does; PyTorch's "
            + "default is that times n / (n - 1)", "var variance"),
        ("write 'Sqrt(Mean(Square(x - Mean(x, axes)), axes))', which divides by the number n of values, as unbiased=False does; "
            + "PyTorch's default is that times Math.Sqrt(n / (n - 1.0))", "std"),
        ("write 'Max(x, axes) + Log(Sum(Exp(x - Max(x, axes)), axes))'", "logsumexp"),
        ("with a mask of 0 and 1, which may be an input, write 'mask * a + (1 - mask) * b'", "where maskedfill"),
        ("write it with Reshape and Transpose; blocks of positions are PixelUnshuffle and PixelShuffle", "rearrange"),
        ("no operation has steps: compute it from the results of Run, or before", "floor ceil ceiling round sign trunc truncate"),
        (ByValue, "argmax argmin topk sort argsort nonzero gridsample item"));

    /// <summary>The names that are written in the place of theirs.</summary>
    public static IEnumerable<string> Ours => Names.Values.Distinct();

    /// <summary>The one of the known names that means the same; null where there is none.</summary>
    public static string? Find(string written, IReadOnlyCollection<string> known)
    {
        string key = Key(written);
        string meant = Names.TryGetValue(key, out string? name) ? name : key;
        return known.FirstOrDefault(candidate => Plain(candidate) == Plain(meant));
    }

    /// <summary>What is said of a name that no one operation stands for; null where nothing is known of it.</summary>
    public static string? Advise(string written) =>
        Advice.TryGetValue(Plain(written), out string? advice) || Advice.TryGetValue(Key(written), out advice) ? advice
            : Plain(written).EndsWith("loss", StringComparison.Ordinal) ? "losses belong to a class with [Training]"
            : null;

    private static Dictionary<string, string> Table(params (string Ours, string Theirs)[] rows) => rows
        .SelectMany(row => row.Theirs.Split(' '), (row, theirs) => (row.Ours, Theirs: theirs))
        .ToDictionary(pair => pair.Theirs, pair => pair.Ours);

    /// <summary>Small letters, without the number of dimensions: <c>max_pool2d</c>, <c>MaxPool2d</c> and <c>MaxPool2D</c> are
    /// <c>maxpool</c>, <c>Conv2DTranspose</c> is <c>convtranspose</c>.</summary>
    private static string Key(string name)
    {
        string key = Plain(name);
        foreach (string dimensions in new[] { "1d", "2d", "3d" })
        {
            int at = key.IndexOf(dimensions, StringComparison.Ordinal);
            if (at > 0) return key.Remove(at, dimensions.Length);
        }

        return key;
    }

    private static string Plain(string name) => name.Replace("_", "").ToLowerInvariant();
}
