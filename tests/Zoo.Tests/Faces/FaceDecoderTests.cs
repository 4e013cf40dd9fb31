using Fusion.Samples;

namespace Fusion.Zoo.Tests.Faces;

public class FaceDecoderTests
{
    private const int Edge = 640;

    [Fact]
    public void There_are_16800_priors_in_the_order_of_the_outputs()
    {
        PriorBox[] priors = PriorBox.For(Edge);
        Assert.Equal(16_800, priors.Length);
        Assert.Equal(new PriorBox(4f / 640, 4f / 640, 16f / 640), priors[0]);
        Assert.Equal(new PriorBox(4f / 640, 4f / 640, 32f / 640), priors[1]);
        Assert.Equal(new PriorBox(12f / 640, 4f / 640, 16f / 640), priors[2]);
        // 80 × 80 cells of two boxes, then the next level.
        Assert.Equal(new PriorBox(8f / 640, 8f / 640, 64f / 640), priors[12_800]);
        Assert.Equal(new PriorBox(624f / 640, 624f / 640, 512f / 640), priors[^1]);
    }

    [Fact]
    public void Zeros_decode_to_the_prior_itself()
    {
        Face face = Assert.Single(Decode(prior: 16_000));
        PriorBox prior = PriorBox.For(Edge)[16_000];
        Assert.Equal(prior.CentreX * Edge, (face.Box.Left + face.Box.Right) / 2, 3);
        Assert.Equal(prior.CentreY * Edge, (face.Box.Top + face.Box.Bottom) / 2, 3);
        Assert.Equal(prior.Size * Edge, face.Box.Width, 3);
        Assert.Equal(prior.Size * Edge, face.Box.Height, 3);
        Assert.All(face.Landmarks, point => Assert.Equal(prior.CentreX * Edge, point.X, 3));
        Assert.Equal(0.9f, face.Score);
    }

    [Fact]
    public void Offsets_are_scaled_by_the_variances()
    {
        // Prior 0 is at (4, 4) and 16 wide.
        Face face = Assert.Single(Decode(0, box: [1, -2, MathF.Log(2) / 0.2f, MathF.Log(3) / 0.2f], landmark: (5, 10)));
        Assert.Equal(4 + 1.6f, (face.Box.Left + face.Box.Right) / 2, 3);
        Assert.Equal(4 - 3.2f, (face.Box.Top + face.Box.Bottom) / 2, 3);
        Assert.Equal(32, face.Box.Width, 2);
        Assert.Equal(48, face.Box.Height, 2);
        Assert.Equal(new Point(12, 20), face.Landmarks[0]);
    }

    [Fact]
    public void Faces_below_the_threshold_are_left_out() => Assert.Empty(Decode(0, threshold: 0.95f));

    [Fact]
    public void Of_overlapping_faces_the_best_stays()
    {
        List<Face> kept = FaceDecoder.Suppress([At(0, 0.8f), At(5, 0.9f), At(200, 0.7f)], 0.4f);
        Assert.Equal([0.9f, 0.7f], kept.Select(face => face.Score));
    }

    [Fact]
    public void A_suppressed_face_suppresses_nobody()
    {
        // The second overlaps both others, which do not overlap each other enough.
        List<Face> kept = FaceDecoder.Suppress([At(0, 0.9f), At(40, 0.8f), At(80, 0.7f)], 0.4f);
        Assert.Equal([0.9f, 0.7f], kept.Select(face => face.Score));
    }

    [Fact]
    public void An_overlap_equal_to_the_limit_stays()
    {
        var box = new Box(0, 0, 100, 100);
        float third = Box.Overlap(box, new Box(50, 0, 150, 100));
        Assert.Equal(1f / 3, third, 6);
        Assert.Equal(2, FaceDecoder.Suppress([At(0, 0.9f), At(50, 0.8f)], third).Count);
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(250, 0)]
    [InlineData(0, 1)]
    public void Overlap_of_boxes(float shift, float expected) =>
        Assert.Equal(expected, Box.Overlap(new Box(0, 0, 100, 100), new Box(shift, 0, 100 + shift, 100)));

    [Fact]
    public void Faces_are_mapped_back_and_kept_inside_the_picture()
    {
        Face face = At(-20, 0.9f).Scale(factor: 2, width: 150, height: 300);
        Assert.Equal(new Box(0, 0, 150, 200), face.Box);
        Assert.Equal(new Point(-40, 0), face.Landmarks[0]);
    }

    private static Face At(float left, float score) => new(score, new Box(left, 0, left + 100, 100), [new Point(left, 0)]);

    private static List<Face> Decode(int prior, float[]? box = null, (float X, float Y) landmark = default, float threshold = 0.5f)
    {
        var decoder = new FaceDecoder(Edge);
        float[] boxes = new float[4 * decoder.Count], scores = new float[2 * decoder.Count], landmarks = new float[10 * decoder.Count];
        box?.CopyTo(boxes, 4 * prior);
        scores[2 * prior + 1] = 0.9f;
        landmarks[10 * prior] = landmark.X;
        landmarks[10 * prior + 1] = landmark.Y;
        return decoder.Decode(boxes, scores, landmarks, threshold);
    }
}
