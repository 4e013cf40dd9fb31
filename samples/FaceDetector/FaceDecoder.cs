namespace Fusion.Samples;

/// <summary>Turns the network's numbers into faces.</summary>
internal sealed class FaceDecoder(int edge)
{
    // The network was trained with offsets divided by 0.1 and logarithms of sizes divided by 0.2.
    private const float CentreVariance = 0.1f, SizeVariance = 0.2f;

    private readonly PriorBox[] _priors = PriorBox.For(edge);

    public int Count => _priors.Length;

    /// <summary>The faces that score at least <paramref name="threshold"/>, best first, overlapping ones suppressed; in pixels of the
    /// input.</summary>
    public List<Face> Decode(
        ReadOnlySpan<float> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<float> landmarks, float threshold, float overlap = 0.4f)
    {
        List<Face> candidates = [];
        for (int i = 0; i < _priors.Length; i++)
            if (scores[2 * i + 1] >= threshold)
                candidates.Add(Decode(_priors[i], scores[2 * i + 1], boxes.Slice(4 * i, 4), landmarks.Slice(10 * i, 10)));
        return Suppress(candidates, overlap);
    }

    /// <summary>Greedy non-maximum suppression: the best face stays, those that overlap it by more than <paramref name="overlap"/> go, and
    /// so on.</summary>
    public static List<Face> Suppress(IEnumerable<Face> candidates, float overlap)
    {
        List<Face> kept = [];
        foreach (Face face in candidates.OrderByDescending(face => face.Score))
            if (kept.TrueForAll(other => Box.Overlap(face.Box, other.Box) <= overlap)) kept.Add(face);
        return kept;
    }

    private Face Decode(PriorBox prior, float score, ReadOnlySpan<float> box, ReadOnlySpan<float> landmarks)
    {
        Point centre = At(prior, box[0], box[1]);
        float width = prior.Size * MathF.Exp(box[2] * SizeVariance) * edge, height = prior.Size * MathF.Exp(box[3] * SizeVariance) * edge;
        var points = new Point[5];
        for (int i = 0; i < points.Length; i++) points[i] = At(prior, landmarks[2 * i], landmarks[2 * i + 1]);
        return new Face(score, new Box(centre.X - width / 2, centre.Y - height / 2, centre.X + width / 2, centre.Y + height / 2), points);
    }

    private Point At(PriorBox prior, float x, float y) => new(
        (prior.CentreX + x * CentreVariance * prior.Size) * edge, (prior.CentreY + y * CentreVariance * prior.Size) * edge);
}
