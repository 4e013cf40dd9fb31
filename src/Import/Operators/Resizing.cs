using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

internal static class Resizing
{
    public static void Upsample(NodeContext context)
    {
        float[] scales = context.Floats("scales") is { } given ? [.. given] : context.Constant(1).Floats;
        Apply(context, scales, null, context.Text("mode", "nearest"), "asymmetric", "floor");
    }

    public static void Resize(NodeContext context)
    {
        if (context.Int("antialias", 0) != 0) throw new ImportException("antialias is not supported");
        string mode = context.Text("mode", "nearest");
        if (context.Opset < 11)
        {
            Apply(context, context.Constant(1).Floats, null, mode, "asymmetric", "simple");
            return;
        }

        int rank = context.Input(0).Sizes.Length;
        int[] axes = context.Ints("axes") is { } given
            ? [.. given.Select(axis => TracedValue.Axis(axis, rank))]
            : [.. Enumerable.Range(0, rank)];
        float[]? scales = context.ConstantOrNull(2) is { Elements: > 0 } factors
            ? Filled(factors.Floats, axes, [.. Enumerable.Repeat(1f, rank)])
            : null;
        int[]? sizes = context.ConstantOrNull(3) is { Elements: > 0 } wanted
            ? Filled([.. wanted.Integers.Select(NodeContext.Checked)], axes, context.Input(0).Sizes) : null;
        if (sizes is not null) sizes = Policy(context, sizes, axes);
        Apply(context, scales, sizes, mode, context.Text("coordinate_transformation_mode", "half_pixel"),
            context.Text("nearest_mode", "round_prefer_floor"));
    }

    private static T[] Filled<T>(T[] values, int[] axes, T[] all)
    {
        if (values.Length != axes.Length)
            throw new ImportException($"there are {values.Length} scales or sizes where {axes.Length} were expected");
        T[] result = [.. all];
        for (int i = 0; i < axes.Length; i++) result[axes[i]] = values[i];
        return result;
    }

    private static int[] Policy(NodeContext context, int[] sizes, int[] axes)
    {
        string policy = context.Text("keep_aspect_ratio_policy", "stretch");
        if (policy == "stretch") return sizes;
        int[] old = context.Input(0).Sizes;
        IEnumerable<double> ratios = axes.Select(axis => (double)sizes[axis] / old[axis]);
        double ratio = policy == "not_larger" ? ratios.Min() : ratios.Max();
        return [.. sizes.Select((size, axis) => axes.Contains(axis)
            ? (int)Math.Round(old[axis] * ratio, MidpointRounding.AwayFromZero)
            : size)];
    }

    private static void Apply(NodeContext context, float[]? scales, int[]? sizes, string mode, string coordinates, string rounding)
    {
        TracedValue value = context.Arranger.RequireBatch(context.Traced(0));
        int[] old = value.Sizes;
        if ((scales?.Length ?? sizes?.Length) != old.Length)
            throw new ImportException("there are not as many scales or sizes as dimensions");
        int[] wanted = sizes ?? [.. old.Select((size, dim) => checked((int)Math.Floor(size * (double)scales![dim])))];
        if (wanted[0] != old[0] || wanted[1] != old[1]) throw new ImportException("it resizes the batch or the channels");
        int node = context.Arranger.ChannelsLast(value), rank = old.Length - 2;
        double[] ratios = [.. Enumerable.Range(2, rank).Select(dim => scales is null ? (double)wanted[dim] / old[dim] : scales[dim])];
        node = mode == "nearest"
            ? Nearest(context, node, old[2..], wanted[2..], ratios, coordinates, rounding)
            : Interpolated(context, node, old[2..], wanted[2..], scales is null ? null : ratios, mode, coordinates);
        context.Return(context.Arranger.OfChannelsFirst(node, value.Rank));
    }

    private static int Nearest(NodeContext context, int node, int[] old, int[] wanted, double[] ratios, string coordinates, string rounding)
    {
        int[][] sources = [.. old.Select((size, d) => Sources(size, wanted[d], ratios[d], coordinates, rounding))];
        bool areWhole = old.Select((size, d) => wanted[d] % size == 0
            && sources[d].Select((source, i) => source == i / (wanted[d] / size)).All(fits => fits)).All(fits => fits);
        if (areWhole)
        {
            EquatableArray<int> scale = [.. old.Select((size, d) => wanted[d] / size)];
            return scale.All(step => step == 1) ? node : context.Add(new Upsample(scale), node);
        }

        bool areFloors = old.Select((size, d) =>
            sources[d].Select((source, i) => source == (int)((long)i * size / wanted[d])).All(fits => fits)).All(fits => fits);
        if (areFloors) return context.Add(new Resize([.. wanted], UpsampleMode.Nearest, false, []), node);
        for (int d = 0; d < old.Length; d++)
            if (!sources[d].SequenceEqual(Enumerable.Range(0, old[d]))) node = context.Add(new Gather([.. sources[d]], d), node);
        return node;
    }

    private static int[] Sources(int old, int wanted, double ratio, string coordinates, string rounding) =>
        [.. Enumerable.Range(0, wanted).Select(i =>
        {
            double at = coordinates switch
            {
                "asymmetric" => i / ratio,
                "half_pixel" => (i + 0.5) / ratio - 0.5,
                "half_pixel_symmetric" => old / 2.0 * (1 - wanted / (ratio * old)) + (i + 0.5) / ratio - 0.5,
                "pytorch_half_pixel" => wanted > 1 ? (i + 0.5) / ratio - 0.5 : 0,
                "align_corners" => wanted > 1 ? i * (old - 1.0) / (wanted - 1) : 0,
                "tf_half_pixel_for_nn" => (i + 0.5) / ratio,
                _ => throw new ImportException($"coordinate_transformation_mode '{coordinates}' is not supported"),
            };
            double source = rounding switch
            {
                "floor" => Math.Floor(at),
                // Before opset 11: up to the next one where the value shrinks.
                "simple" => ratio < 1 ? Math.Ceiling(at) : Math.Floor(at),
                "ceil" => Math.Ceiling(at),
                "round_prefer_floor" => Math.Ceiling(at - 0.5),
                "round_prefer_ceil" => Math.Floor(at + 0.5),
                _ => throw new ImportException($"nearest_mode '{rounding}' is not supported"),
            };
            return (int)Math.Clamp(source, 0, old - 1);
        })];

    private static int Interpolated(NodeContext context, int node, int[] old, int[] wanted, double[]? ratios, string mode,
        string coordinates)
    {
        if (old.SequenceEqual(wanted) && (ratios is null || ratios.All(ratio => ratio == 1))) return node;
        UpsampleMode kind = mode switch
        {
            "linear" or "bilinear" => UpsampleMode.Bilinear,
            "cubic" => UpsampleMode.Bicubic,
            _ => throw new ImportException($"the mode '{mode}' is not supported"),
        };
        if (kind == UpsampleMode.Bicubic && (context.Float("cubic_coeff_a", -0.75f) != -0.75f || context.Int("exclude_outside", 0) != 0))
            throw new ImportException("cubic interpolation is supported with the coefficient -0.75 and with what lies outside only");
        bool isAligned = coordinates == "align_corners";
        if (!isAligned && coordinates != "half_pixel" && !(coordinates == "pytorch_half_pixel" && wanted.All(size => size > 1)))
            throw new ImportException($"interpolation with coordinate_transformation_mode '{coordinates}' is not supported");
        bool isWhole = old.Select((size, d) => wanted[d] % size == 0).All(fits => fits) && kind == UpsampleMode.Bilinear;
        if (isWhole) return context.Add(new Upsample([.. old.Select((size, d) => wanted[d] / size)], kind, isAligned), node);
        // A scale whose sizes were rounded down counts itself, and not the ratio of the sizes.
        EquatableArray<int> fraction = [];
        if (ratios is not null && !isAligned && ratios.Select((ratio, d) => ratio * old[d] == wanted[d]).Contains(false))
            fraction = [.. ratios.SelectMany(Fraction)];
        return context.Add(new Resize([.. wanted], kind, isAligned, fraction), node);
    }

    /// <summary>A scale as numerator and denominator: the simplest that are the same float.</summary>
    private static int[] Fraction(double scale)
    {
        for (int denominator = 1; denominator < 10_000; denominator++)
        {
            double numerator = Math.Round(scale * denominator);
            if ((float)(numerator / denominator) == (float)scale) return [(int)numerator, denominator];
        }

        throw new ImportException($"the scale {scale} is no fraction of small numbers");
    }
}
