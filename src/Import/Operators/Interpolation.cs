namespace Fusion.Import.Operators;

/// <summary>Resizing between positions.</summary>
internal static class Interpolation
{
    /// <param name="ratios">The scales; null where sizes are given.</param>
    public static int Import(NodeContext context, int node, int[] old, int[] wanted, double[]? ratios, Resizing.Request request)
    {
        UpsampleMode mode = request.Mode switch
        {
            "linear" or "bilinear" => UpsampleMode.Bilinear,
            "cubic" => UpsampleMode.Bicubic,
            _ => throw new ImportException($"the mode '{request.Mode}' is not known"),
        };
        ResizeForm form = Form(context, mode, request);
        bool isAligned = request.Coordinates == "align_corners";
        if (form.Region.Count == 0 && old.SequenceEqual(wanted) && (ratios is null || ratios.All(ratio => ratio == 1))) return node;
        if (form.Coordinates == ResizeCoordinates.PyTorchHalfPixel && wanted.All(size => size > 1))
            form = form with { Coordinates = ResizeCoordinates.HalfPixel };
        // Without a scale whose sizes were rounded down, there is nothing to bring to the middle.
        bool isRounded = ratios is not null && ratios.Where((ratio, d) => (float)(ratio * old[d]) != wanted[d]).Any();
        if (form.Coordinates == ResizeCoordinates.HalfPixelSymmetric && !isRounded)
            form = form with { Coordinates = ResizeCoordinates.HalfPixel };
        // Where nothing shrinks, no filter widens.
        bool grows = old.Select((size, d) => (ratios?[d] ?? (double)wanted[d] / size) >= 1).All(grows => grows);
        if (form.Antialias && grows && !form.ExcludeOutside) form = form with { Antialias = false };
        bool isWhole = old.Select((size, d) => wanted[d] % size == 0).All(fits => fits) && mode == UpsampleMode.Bilinear && !isRounded;
        if (isWhole && form == ResizeForm.Usual)
            return context.Add(new Upsample([.. old.Select((size, d) => wanted[d] / size)], mode, isAligned), node);
        // A scale whose sizes were rounded down counts itself, and not the ratio of the sizes.
        EquatableArray<int> fraction = isRounded && !isAligned && form.Region.Count == 0 ? [.. ratios!.SelectMany(Fraction)] : [];
        return context.Add(new Resize([.. wanted], mode, isAligned, fraction) { Form = form }, node);
    }

    private static ResizeForm Form(NodeContext context, UpsampleMode mode, Resizing.Request request)
    {
        bool isCubic = mode == UpsampleMode.Bicubic, antialias = context.Int("antialias", 0) != 0;
        var form = new ResizeForm(
            request.Coordinates switch
            {
                "half_pixel" or "align_corners" or "tf_crop_and_resize" => ResizeCoordinates.HalfPixel,
                "half_pixel_symmetric" => ResizeCoordinates.HalfPixelSymmetric,
                "pytorch_half_pixel" => ResizeCoordinates.PyTorchHalfPixel,
                "asymmetric" => ResizeCoordinates.Asymmetric,
                var other => throw new ImportException($"coordinate_transformation_mode '{other}' is not known for interpolation"),
            },
            antialias,
            isCubic ? context.Float("cubic_coeff_a", (float)ResizeForm.UsualCubic).Written() : ResizeForm.UsualCubic,
            context.Int("exclude_outside", 0) != 0 && (isCubic || antialias));
        return request.Region is not { } region ? form : form with
        {
            Region = [.. region.First[2..], .. region.Last[2..]],
            Outside = context.Float("extrapolation_value", 0).Written(),
        };
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
